import fastify from 'fastify';
import { describe, expect, it } from 'vitest';

import { API_BASE, routes, type Route, type RouteName } from '@lazaret/contracts';

import { assertServed } from './assert-served.js';

const every = Object.entries(routes) as [RouteName, Route][];

function serve(which: readonly [RouteName, Route][]) {
  const app = fastify();
  const served = assertServed(app);
  for (const [, route] of which)
    app.route({ method: route.method, url: API_BASE + route.path, config: { route }, handler: () => null });
  return { app, served };
}

describe('what is served', () => {
  it('is the whole catalogue', () => {
    expect(serve(every).served).not.toThrow();
  });

  it('is not less', () => {
    const { served } = serve(every.filter(([name]) => name !== 'cases'));
    expect(served).toThrow('cases is served by nobody');
  });

  it('is nothing that nobody has said who may ask for', () => {
    const { app, served } = serve(every);
    app.get(`${API_BASE}/secrets`, () => null);
    expect(served).toThrow('GET /api/v1/secrets is not in the catalogue');
  });

  it('is not the same twice', () => {
    const { app, served } = serve(every);
    app.route({
      method: 'GET',
      url: `${API_BASE}/again`,
      config: { route: routes.cases },
      handler: () => null,
    });
    expect(served).toThrow('cases is served twice');
  });
});
