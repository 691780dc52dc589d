import type { FastifyInstance } from 'fastify';

import { API_BASE, routes } from '@lazaret/contracts';
import { Broken } from '@lazaret/kernel';

/**
 * Watches what is registered under the API's path. The answer is called when everything is: it refuses a route of the
 * catalogue that nobody serves or two do, and a handler that is not in the catalogue, for nobody has said who may ask.
 */
export function assertServed(fastify: FastifyInstance): () => void {
  const served: string[] = [];
  const strangers: string[] = [];
  const names = new Map<object, string>(Object.entries(routes).map(([name, route]) => [route, name]));
  fastify.addHook('onRoute', ({ method, path, config }) => {
    // Fastify answers HEAD by itself wherever it answers GET.
    if (method === 'HEAD' || !`${path}/`.startsWith(`${API_BASE}/`)) return;
    const name = config?.route && names.get(config.route);
    if (name === undefined) strangers.push(`${String(method)} ${path}`);
    else served.push(name);
  });
  return () => {
    const wrong = [
      ...strangers.map((path) => `${path} is not in the catalogue`),
      ...Object.keys(routes)
        .filter((name) => !served.includes(name))
        .map((name) => `${name} is served by nobody`),
      ...served.filter((name, at) => served.indexOf(name) !== at).map((name) => `${name} is served twice`),
    ];
    if (wrong.length > 0) throw new Broken(`routes: ${wrong.join('; ')}`);
  };
}
