import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { API_BASE, openapi, routes, type Route } from '@lazaret/contracts';

import { AnApi } from '../an-api.contract.js';

let at: AnApi;
beforeAll(async () => {
  at = await AnApi.start();
});
afterAll(() => at.close());

type Operation = Record<string, unknown> & {
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, object>;
};
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
}

it('is served to anybody, as programs expect it', async () => {
  const answer = await at.stranger().raw({ method: 'GET', url: `${API_BASE}/openapi.json` });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual(
    JSON.parse(JSON.stringify(openapi({ server: at.api.address.slice(0, -1), cookie: '__Host-lazaret' }))),
  );
});

it('passes the recommended rules', async () => {
  const source = JSON.stringify(openapi({ server: 'https://desk.example', cookie: '__Host-lazaret' }));
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

it('describes every route, who may ask, and what may go wrong', () => {
  const document = openapi({ server: 'https://desk.example', cookie: 'x' }) as unknown as Document;
  expect(document.openapi).toBe('3.1.0');
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = `${API_BASE}${route.path.replaceAll(/:([a-z]+)/g, '{$1}')}`;
    const operation = document.paths[path]?.[route.method.toLowerCase()];
    expect(operation).toMatchObject({ operationId: name, tags: [route.tag] });
    if (operation === undefined) continue;
    const errors = Object.keys(operation.responses);
    expect(errors).toEqual(
      expect.arrayContaining(route.allowed === 'anybody' ? ['400', '429'] : ['400', '401', '403', '429']),
    );
    const named = operation.parameters
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => parameter.name);
    expect(named).toEqual(Object.keys(route.params?.shape ?? {}));
    expect(operation.parameters.some((one) => one.name === 'If-Match')).toBe(route.ifMatch === true);
    if (route.ifMatch) expect(errors).toEqual(expect.arrayContaining(['412', '428']));
    expect('requestBody' in operation).toBe(route.body !== undefined);
  }
});
