import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Identifiers, REST_MS, type Place } from './choose-identifier.js';

describe('identifiers', () => {
  it('never come twice from one port within 300 seconds, whatever the traffic', () => {
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 40_000 }),
      orders: fc.integer({ min: 0, max: 200 }),
      // How many of those under way end then.
      ends: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: 255 }), (steps, first) => {
        const identifiers = new Identifiers(3, (port) => first + port);
        const underWay: Place[] = [];
        const restsUntil = new Map<number, number>();
        const faults: string[] = [];
        let now = 0;
        for (const { wait, orders, ends } of steps) {
          now += wait;
          for (let n = 0; n < orders; n++) {
            const place = identifiers.choose(now);
            if (place === null) break;
            const { port, identifier } = place;
            if (port < 0 || port > 2 || identifier < 0 || identifier > 255) faults.push('out of bounds');
            // While it is under way it has no end.
            if ((restsUntil.get(port * 256 + identifier) ?? 0) > now) faults.push('too early');
            restsUntil.set(port * 256 + identifier, Infinity);
            underWay.push(place);
          }
          for (const place of underWay.splice(0, ends)) {
            identifiers.giveBack(place, now);
            restsUntil.set(place.port * 256 + place.identifier, now + REST_MS);
          }
        }
        expect(faults).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('take another port only when the first is used up', () => {
    const identifiers = new Identifiers(2, () => 250);
    const places = Array.from({ length: 512 }, () => identifiers.choose(0));
    expect(places.slice(0, 256).every((place) => place?.port === 0)).toBe(true);
    expect(places.slice(0, 8).map((place) => place?.identifier)).toEqual([
      250, 251, 252, 253, 254, 255, 0, 1,
    ]);
    expect(new Set(places.slice(256).map((place) => place?.identifier)).size).toBe(256);
    expect(places[511]?.port).toBe(1);
    expect(identifiers.choose(0)).toBeNull();
  });

  it('come back after they rested, the one that rested longest first', () => {
    const identifiers = new Identifiers(1, () => 0);
    const places = Array.from({ length: 256 }, () => identifiers.choose(0));
    for (const at of [7, 3]) identifiers.giveBack({ port: 0, identifier: at }, 1_000);
    expect(places).toHaveLength(256);
    expect(identifiers.choose(300_999)).toBeNull();
    expect(identifiers.choose(301_000)).toEqual({ port: 0, identifier: 7 });
    expect(identifiers.choose(301_000)).toEqual({ port: 0, identifier: 3 });
    expect(identifiers.choose(301_000)).toBeNull();
  });
});
