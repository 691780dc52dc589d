import { describe, expect, it } from 'vitest';

import { readKey, step, type Press } from './shortcuts.js';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key, ctrlKey: false, metaKey: false, altKey: false, target: { tagName: 'DIV' }, ...more,
}); // prettier-ignore

describe('readKey', () => {
  it.each<[string, Press, string | null]>([
    ['a letter', press('j'), 'j'],
    ['a sign that needs shift', press('?'), '?'],
    ['space', press(' '), 'Space'],
    ['what belongs to the browser', press('k', { ctrlKey: true }), null],
    ['writing', press('j', { target: { tagName: 'INPUT', type: 'text' } }), null],
    ['writing in a rich field', press('j', { target: { tagName: 'DIV', isContentEditable: true } }), null],
    ['a letter on a tick box', press('j', { target: { tagName: 'INPUT', type: 'checkbox' } }), 'j'],
    ['enter on a link is the link', press('Enter', { target: { tagName: 'A' } }), null],
    ['space on a tick box ticks', press(' ', { target: { tagName: 'INPUT', type: 'checkbox' } }), null],
    ['enter on a row', press('Enter', { target: { tagName: 'DIV', role: 'row' } }), 'Enter'],
    ['a letter on a link', press('j', { target: { tagName: 'A' } }), 'j'],
  ])('%s', (_, given, read) => {
    expect(readKey(given, true)).toBe(read);
  });

  it('leaves keys that write alone when they are switched off', () => {
    expect(readKey(press('j'), false)).toBeNull();
    expect(readKey(press('?'), false)).toBeNull();
    expect(readKey(press('Escape'), false)).toBe('Escape');
    expect(readKey(press('ArrowDown'), false)).toBe('ArrowDown');
  });
});

describe('step', () => {
  const known = new Set(['j', 'g c', 'g h', 'x']);
  it.each([
    [null, 'j', { hit: 'j', pending: null }],
    [null, 'g', { hit: null, pending: 'g' }],
    ['g', 'c', { hit: 'g c', pending: null }],
    ['g', 'j', { hit: 'j', pending: null }],
    ['g', 'z', { hit: null, pending: null }],
  ])('%s then %s', (before, key, expected) => {
    expect(step(before, key, known)).toEqual(expected);
  });
});
