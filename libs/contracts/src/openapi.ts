import { z } from 'zod';

import type { Route } from './route.js';
import { API_BASE, routes } from './routes.js';
import { problem } from './shapes.js';

type Json = Record<string, unknown>;

export interface OpenapiOptions {
  /** Where the API is: `https://console.example`. */
  readonly server: string;
  /** Name of the session's cookie. */
  readonly cookie: string;
}

const TAGS: Readonly<Record<string, string>> = {
  session: 'Signing in, and what an operator keeps for himself.',
  cases: 'One tenure’s trouble of one threat class over time, and what the desk does with it.',
  lines: 'Access services, who has them, and the answer for somebody who calls.',
  reports: 'Where evidence comes from, and what could not be read of it.',
  garden: 'Who is held back, by what limits, and the switches.',
  notices: 'Letters, exactly as they left.',
  policy: 'Versions of the rules.',
  approvals: 'What waits for a second person.',
  operators: 'Who may sign in.',
  audit: 'Who did what.',
  health: 'How the house is.',
};

/** The catalogue of routes as OpenAPI 3.1. Requests are described as they are handed in, replies as they come back. */
export function openapi({ server, cookie }: OpenapiOptions): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes) as [string, Route][]) {
    const path = `${API_BASE}${route.path.replaceAll(/:([a-z]+)/gi, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lazaret',
      version: '1',
      summary: 'Infected lines of an Internet provider: cases, lines, letters, the garden.',
      description:
        'Instants are ISO 8601 in UTC. Errors are RFC 9457; `errors` point into the request by JSON Pointer: ' +
        '`/body/name`, `/query/state`. Lists go on behind `after`, which a page gives as `next` and as `Link`. ' +
        'What changes something carries the header `x-lazaret: 1`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    security: [{ session: [] }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: cookie,
          description: 'Set by signing in. Ends after 30 minutes without use and after 12 hours.',
        },
      },
      schemas: { Problem: schemaOf(problem, 'output') },
      responses: Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [
          `E${status}`,
          {
            description,
            ...(status === '429' || status === '503' ? { headers: { 'Retry-After': RETRY_AFTER } } : {}),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

const ERRORS = {
  400: 'The request cannot be read; `errors` say where.',
  401: 'Nobody is signed in, or name and password are wrong.',
  403: 'The permission is missing, the password must be changed first, or the request comes from a foreign page.',
  404: 'There is no such thing.',
  409: 'It is not possible as things are.',
  412: 'It has been changed since; `current` is what it looks like now.',
  422: 'What was handed in cannot be taken; `errors` say why.',
  428: '`If-Match` is missing.',
  429: 'Too many requests.',
  503: 'Passing trouble.',
} as const;
type ErrorStatus = keyof typeof ERRORS;

const TEXT = { type: 'string' } as const;
const RETRY_AFTER = { description: 'Seconds to wait.', schema: { type: 'integer' } };

function operation(name: string, route: Route): Json {
  const status = route.status ?? (route.reply === undefined && route.events === undefined ? 204 : 200);
  const permission =
    route.allowed === 'anybody' || route.allowed === 'signed-in'
      ? {}
      : { description: `Takes the permission \`${route.allowed}\`.` };
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    ...permission,
    ...(route.allowed === 'anybody' ? { security: [] } : {}),
    parameters: [
      ...parametersOf('path', route.params),
      ...parametersOf('query', route.query),
      ...(route.ifMatch ? [IF_MATCH] : []),
      ...(route.method === 'GET' ? [] : [MARK]),
    ],
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(route.body, 'input') } },
          },
        }),
    responses: {
      [status]: success(route, status),
      ...Object.fromEntries(
        errorsOf(route).map((error) => [error, { $ref: `#/components/responses/E${error}` }]),
      ),
    },
  };
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The ETag of what was seen, like `"12"`.',
  schema: TEXT,
};
const MARK = {
  name: 'x-lazaret',
  in: 'header',
  required: true,
  description: 'Pages of other sites cannot set it.',
  schema: { const: '1' },
};

function success(route: Route, status: number): Json {
  const headers = {
    ...(route.ifMatch || route.path === '/cases/:code'
      ? { ETag: { description: 'The version, for `If-Match`.', schema: TEXT } }
      : {}),
    ...(route.query?.shape['after'] === undefined
      ? {}
      : { Link: { description: 'The next page, as `rel="next"`.', schema: TEXT } }),
  };
  return {
    description: status === 204 ? 'Done.' : route.summary,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(route.events ? { content: { 'text/event-stream': { schema: TEXT } } } : {}),
    ...(route.reply === undefined
      ? {}
      : { content: { 'application/json': { schema: schemaOf(route.reply, 'output') } } }),
  };
}

function errorsOf(route: Route): ErrorStatus[] {
  const changes = route.method !== 'GET';
  const found: [ErrorStatus, boolean][] = [
    [400, true],
    [401, route.allowed !== 'anybody' || changes],
    [403, route.allowed !== 'anybody' || changes],
    [404, route.params !== undefined],
    [409, changes],
    [412, route.ifMatch === true],
    [422, route.body !== undefined],
    [428, route.ifMatch === true],
    [429, true],
    [503, true],
  ];
  return found.filter(([, there]) => there).map(([status]) => status);
}

function parametersOf(place: 'path' | 'query', shape: z.ZodObject | undefined): Json[] {
  if (shape === undefined) return [];
  const { properties = {}, required = [] } = schemaOf(shape, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. Names nobody declares are refused in requests. */
function schemaOf(shape: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // What comes as text and is read as a number is a number to whoever writes it.
      if (io === 'input' && zodSchema instanceof z.ZodNumber) jsonSchema.type ??= 'number';
    },
  }) as Json;
  return schema;
}
