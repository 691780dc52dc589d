import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { Refused } from '@lazaret/kernel';

import { Brands } from './brand.config.js';
import { EXAMPLE_BRANDS } from './testing.js';

interface BrandFile {
  default: string;
  brands: Record<string, Record<string, unknown>>;
}

function example(change: (file: BrandFile) => void = () => undefined): BrandFile {
  const file = JSON.parse(readFileSync(EXAMPLE_BRANDS, 'utf8')) as BrandFile;
  change(file);
  return file;
}

function faults(file: unknown): readonly string[] {
  try {
    Brands.read(file);
    return [];
  } catch (error) {
    return error instanceof Refused ? error.problems.map((p) => p.at) : [String(error)];
  }
}

describe('brands', () => {
  it('are found by key, the default one without', () => {
    const brands = Brands.read(example());
    expect(brands.find(null)?.name).toBe('Northlight Broadband');
    expect(brands.find('northlight')?.short).toBe('Northlight');
    expect(brands.find('nobody')).toBeUndefined();
    expect(brands.hostOf('nobody')).toBe('notices.northlight.example');
  });

  it.each([
    ['short', 'Northlight of the North', 'brands.brands.northlight.short'],
    ['short', 'North\nlight', 'brands.brands.northlight.short'],
    ['check', 'https://northlight.example/check', 'brands.brands.northlight.check'],
    ['check', 'northlight.example/check?code=1', 'brands.brands.northlight.check'],
    ['from', { name: 'N', address: 'nobody' }, 'brands.brands.northlight.from.address'],
    ['locale', 'english', 'brands.brands.northlight.locale'],
    ['logo', 'https://cdn.example/logo.png', 'brands.brands.northlight'],
    ['phone', undefined, 'brands.brands.northlight.phone'],
  ])('refuse %s = %j', (field, value, at) => {
    expect(faults(example((f) => ((f.brands['northlight'] ?? {})[field] = value)))).toEqual([at]);
  });

  it('refuse colours that cannot be read', () => {
    const light = {
      paper: '#ffffff',
      ink: '#1d2a31',
      soft: '#9aa5ab',
      deep: '#0e5161',
      rule: '#d5d5ce',
      glow: '#fbf3e2',
    };
    expect(faults(example((f) => ((f.brands['northlight'] ?? {})['light'] = light)))).toEqual([
      'brands.brands.northlight.light.soft',
      'brands.brands.northlight.light.soft',
    ]);
  });

  it('refuse a default that is not there', () => {
    expect(faults(example((f) => (f.default = 'other')))).toEqual(['brands.default']);
  });
});
