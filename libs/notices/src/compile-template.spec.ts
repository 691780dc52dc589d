import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { compileTemplates, HTML, text, type Dialect } from './compile-template.js';

const shape = {
  name: '',
  nested: { value: '' },
  list: [{ word: '' }],
  plain: [''],
  rows: [[{ cell: '' }]],
  flag: '',
};
const context = {
  name: '<Anna & "co">', nested: { value: 'v' }, list: [{ word: 'a' }, { word: 'b' }], plain: ['x', 'y'],
  rows: [[{ cell: '1' }, { cell: '2' }]], flag: true,
}; // prettier-ignore

function render(source: string, dialect: Dialect = HTML, partials: Record<string, string> = {}): string {
  const compiled = compileTemplates({ templates: { t: source }, partials }, shape, dialect).get('t');
  if (compiled === undefined) throw new Error('not compiled');
  return compiled(context);
}

describe('templates', () => {
  it.each([
    ['{{name}}', '&lt;Anna &amp; &quot;co&quot;&gt;'],
    ['{{nested.value}}', 'v'],
    ['{{#each list}}{{word}}{{#unless @last}}, {{/unless}}{{/each}}', 'a, b'],
    ['{{#each plain}}{{this}}{{../nested.value}}{{/each}}', 'xvyv'],
    ['{{#each rows}}{{#each this}}{{cell}}{{../../nested.value}}{{/each}}{{/each}}', '1v2v'],
    ['{{#if flag}}yes{{else}}no{{/if}}', 'yes'],
    ['{{! nothing }}', ''],
    ['{{unlinked nested.value}}', 'v'],
    ['{{> part}}', '[v]'],
  ])('print %s', (source, printed) => {
    expect(render(source, HTML, { part: '[{{nested.value}}]' })).toBe(printed);
  });

  it('keeps hosts from becoming links, and still escapes', () => {
    const compiled = compileTemplates(
      { templates: { t: '{{unlinked name}}' }, partials: {} },
      shape,
      HTML,
    ).get('t');
    expect(compiled?.({ name: 'a.b/<c' })).toBe('a<span>.</span>b<span>/</span>&lt;c');
  });

  it('escapes nothing in text and writes headings in the capitals of the language', () => {
    expect(render('{{name}}', text('en'))).toBe('<Anna & "co">');
    const compiled = compileTemplates(
      { templates: { t: '{{heading name}}' }, partials: {} },
      shape,
      text('tr'),
    ).get('t');
    expect(compiled?.({ name: 'İyi bir ev.' })).toBe('İYİ BİR EV');
  });

  it.each([
    '{{unlisted}}', '{{nested}}', '{{nested.other}}', '{{list}}', '{{{name}}}', '{{&name}}', '{{this}}', '{{@root.name}}',
    '{{constructor}}', '{{__proto__}}', '{{nested.constructor}}', '{{name.length}}', '{{../name}}',
    '{{lookup list 0}}', '{{log name}}', '{{#with nested}}{{value}}{{/with}}', '{{#each nested}}{{/each}}', '{{#each name}}{{/each}}',
    '{{#if unlisted}}{{/if}}', '{{#if (lookup list 0)}}{{/if}}', '{{unlinked}}', '{{unlinked unlisted}}', '{{unlinked name name}}',
    '{{unlinked name x=1}}', '{{unlinked "text"}}', '{{helper name}}', '{{> nowhere}}', '{{> (lookup . "name")}}', '{{> part name}}',
    '{{> part x=name}}', '{{#each list}}{{> part}}{{/each}}', '{{#> part}}x{{/part}}', '{{#*inline "x"}}{{/inline}}',
    '{{#each list as |item|}}{{item.word}}{{/each}}', '{{#unlinked name}}{{/unlinked}}', '{{#each list}}{{name}}{{/each}}', '{{#if',
  ])('refuse %s', (source) => {
    expect(() => render(source, HTML, { part: '' })).toThrow(Refused);
  }); // prettier-ignore

  it('name file and line of each fault', () => {
    try {
      render('fine\n{{one}}\n{{two}}');
      expect.unreachable();
    } catch (error) {
      expect((error as Refused).problems.map((p) => p.at)).toEqual(['t, line 2', 't, line 3']);
    }
  });

  it('fail when a listed value is missing', () => {
    const compiled = compileTemplates(
      { templates: { t: '{{nested.value}}' }, partials: {} },
      shape,
      HTML,
    ).get('t');
    expect(() => compiled?.({ nested: {} })).toThrow(/value/);
  });
});
