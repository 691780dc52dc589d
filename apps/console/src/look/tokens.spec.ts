import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { contrast } from './contrast.js';
import { TONES } from './tones.js';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [, light = '', dark = ''] = css.split(/:root[^{]*\{/);
const read = (block: string) =>
  new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  );

const grounds = ['bg', 'panel', 'sunken'];
const onGrounds = (names: readonly string[]) =>
  names.flatMap((name) => grounds.map((ground): [string, string] => [name, ground]));

describe.each([
  ['light', read(light)],
  ['dark', read(dark)],
])('in the %s theme', (_, colours) => {
  const between = (one: string, other: string) => contrast(colours.get(one) ?? '', colours.get(other) ?? '');

  it.each([
    ...onGrounds(['text', 'muted', 'faint', 'ink', ...TONES]),
    ...TONES.map((tone): [string, string] => [tone, `${tone}-bg`]),
    ...TONES.map((tone): [string, string] => ['text', `${tone}-bg`]),
    ...TONES.map((tone): [string, string] => [tone, 'ink-soft']),
    ['text', 'ink-soft'],
    ['muted', 'ink-soft'],
    ['ink', 'ink-soft'],
    ['on-ink', 'ink'],
    ['on-ink', 'ink-hover'],
  ])('%s on %s can be read', (text, ground) => {
    expect(between(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(onGrounds(['edge', 'ink']))('%s against %s can be seen', (edge, ground) => {
    expect(between(edge, ground)).toBeGreaterThanOrEqual(3);
  });
});

it('both themes name the same colours', () => {
  expect([...read(dark).keys()]).toEqual([...read(light).keys()]);
});
