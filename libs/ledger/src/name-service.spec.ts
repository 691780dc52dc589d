import { Refused } from '@lazaret/kernel';
import { describe, expect, it } from 'vitest';

import { nameService, readServiceRule } from './name-service.js';

const attributes = (given: Record<string, string>): Map<string, string[]> =>
  new Map(Object.entries(given).map(([name, value]) => [name, [value]]));
const RULE = readServiceRule('Class=inet:internet,voip:voice,stb:tv,0x00ff:management');

describe('the service of a record', () => {
  it('is Internet access where the source has no rule', () => {
    expect(nameService(attributes({ Class: 'voip' }), null)).toBe('internet');
  });

  it.each([
    ['inet', 'internet'],
    ['voip', 'voice'],
    ['stb', 'tv'],
    ['0x766f6970', 'voice'],
    ['0x00ff', 'management'],
    ['INET', 'unknown'],
    ['constructor', 'unknown'],
    ['', 'unknown'],
  ])('is what the rule says of %j: %s', (value, service) => {
    expect(nameService(attributes({ Class: value }), RULE)).toBe(service);
  });

  it('is unknown when the attribute is missing', () => {
    expect(nameService(attributes({}), RULE)).toBe('unknown');
  });
});

describe('a rule for services', () => {
  it('may have values with colons and vendor attributes by number', () => {
    expect(readServiceRule('Attr-26.14988.8=eth 0/1:35:internet')).toEqual({
      attribute: 'Attr-26.14988.8',
      values: { 'eth 0/1:35': 'internet' },
    });
  });

  it('is taken away by none', () => {
    expect(readServiceRule('none')).toBeNull();
  });

  it.each([
    'Class',
    'Class=',
    '=a:voice',
    'Class=a',
    'Class=:voice',
    'Class=a:phone',
    'Class=a:',
    'Class=a:voice,',
    'Class=a:voice,a:tv',
    'Cl ass=a:voice',
  ])('is refused when it reads %j', (text) => {
    expect(() => readServiceRule(text)).toThrow(Refused);
  });
});
