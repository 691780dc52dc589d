import { describe, expect, it } from 'vitest';

import { Site } from './site.js';

const desk = new Site(new URL('https://desk.example'));
const demo = new Site(new URL('http://127.0.0.1:8080'));

describe('a site', () => {
  it.each([
    [desk, 'desk.example', true],
    [desk, 'localhost:8080', true],
    [desk, '127.0.0.1', true],
    [desk, '[::1]:8080', true],
    [desk, 'desk.example:444', false],
    [desk, 'desk.example.attacker.example', false],
    [desk, '127.0.0.1.attacker.example', false],
    [desk, 'localhost.attacker.example', false],
    [desk, undefined, false],
    [demo, '127.0.0.1:8080', true],
    [demo, 'attacker.example:8080', false],
  ])('%# is meant by its own names alone', (site, host, ours) => {
    expect(site.isOurs(host)).toBe(ours);
  });

  it.each([
    [desk, 'https://desk.example', 'desk.example', true],
    [desk, 'http://desk.example', 'desk.example', false],
    [desk, 'https://other.example', 'desk.example', false],
    [desk, 'null', 'desk.example', false],
    [demo, 'http://localhost:8080', 'localhost:8080', true],
    [demo, 'http://127.0.0.1:8080', '127.0.0.1:8080', true],
    // The demo's own page, at another port.
    [demo, 'http://127.0.0.1:8025', '127.0.0.1:8080', false],
    [demo, 'http://attacker.example:8080', 'attacker.example:8080', false],
  ])('%# takes requests of its own pages alone', (site, origin, host, own) => {
    expect(site.isOwnOrigin(origin, host)).toBe(own);
  });

  it('is encrypted when its address says so', () => {
    expect([desk.isEncrypted, demo.isEncrypted]).toEqual([true, false]);
  });
});
