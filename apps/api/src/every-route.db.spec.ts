import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { permissionsOf } from '@lazaret/access';
import { API_BASE, routes, type Route } from '@lazaret/contracts';
import { OPERATOR_ROLES, PERMISSIONS, type OperatorRole } from '@lazaret/kernel';

import { AnApi, type Visitor } from './an-api.contract.js';

let at: AnApi;
const signedIn = new Map<OperatorRole, Visitor>();
beforeAll(async () => {
  at = await AnApi.start();
  for (const role of OPERATOR_ROLES) signedIn.set(role, await at.someone(role));
});
afterAll(() => at.close());

const served = Object.entries(routes) as [string, Route][];
const guarded = served.filter(([, route]) => route.allowed !== 'anybody');
/** Values of parameters that every route takes. */
const pathOf = (route: Route): string => route.path.replaceAll(/:[a-z]+/gi, '1');

describe('every route', () => {
  it.each(served)('%s says who may ask', (_, { allowed }) => {
    expect(['anybody', 'signed-in', ...PERMISSIONS]).toContain(allowed);
  });

  it.each(guarded)('%s answers 401 to a stranger, whatever he sends', async (_, route) => {
    for (const cookie of [undefined, '__Host-lazaret=abc', `__Host-lazaret=${'A'.repeat(43)}`]) {
      const stranger = at.stranger();
      stranger.cookie = cookie;
      const answer = await stranger.ask(route.method, pathOf(route), {
        ...(route.body === undefined ? {} : { body: 'not even an object' }),
      });
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ type: '/problems#not-signed-in', status: 401 });
    }
  });

  it.each(guarded.filter(([, { allowed }]) => allowed !== 'signed-in'))(
    '%s answers 403 to who may do all but that',
    async (_, route) => {
      const someone = signedIn.get('admin');
      at.mayDo(new Set(PERMISSIONS.filter((permission) => permission !== route.allowed)));
      const answer = await someone?.ask(route.method, pathOf(route), {
        ...(route.body === undefined ? {} : { body: {} }),
      });
      expect(answer?.statusCode).toBe(403);
      expect(answer?.json()).toMatchObject({ type: '/problems#forbidden' });
      at.mayDo(null);
    },
  );

  it.each(guarded.filter(([, { allowed }]) => allowed !== 'signed-in'))(
    '%s answers 403 to each role that has not the permission',
    async (_, route) => {
      for (const role of OPERATOR_ROLES.filter((one) => !permissionsOf([one]).has(route.allowed as never))) {
        const answer = await signedIn.get(role)?.ask(route.method, pathOf(route), {
          ...(route.body === undefined ? {} : { body: {} }),
        });
        expect([role, answer?.statusCode]).toEqual([role, 403]);
      }
    },
  );

  it.each(served.filter(([, { method }]) => method !== 'GET'))(
    '%s takes nothing from a page of another site',
    async (_, route) => {
      const [someone] = signedIn.values();
      const send = (headers: Record<string, string>) =>
        someone?.raw({
          method: route.method,
          url: `${API_BASE}${pathOf(route)}`,
          headers: { 'content-type': 'application/json', ...headers },
          payload: '{}',
        });
      for (const headers of [
        {},
        { 'x-lazaret': '2' },
        { 'x-lazaret': '1', 'sec-fetch-site': 'cross-site' },
        { 'x-lazaret': '1', 'sec-fetch-site': 'same-site' },
        { 'x-lazaret': '1', 'sec-fetch-site': 'none' },
        { 'x-lazaret': '1', origin: 'https://elsewhere.example' },
        { 'x-lazaret': '1', origin: 'null' },
        { 'x-lazaret': '1', origin: 'http://localhost:9' },
      ] as Record<string, string>[]) {
        const answer = await send(headers);
        expect([headers, answer?.statusCode]).toEqual([headers, 403]);
        expect(answer?.json()).toMatchObject({ type: '/problems#foreign-page' });
      }
    },
  );
});
