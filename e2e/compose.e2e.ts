import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { apiConfig } from '@lazaret/api';
import { PortalDatabase, Visitors } from '@lazaret/portal';
import { portalConfig } from '@lazaret/portal-app';
import { workerConfig } from '@lazaret/worker';

import { House } from './house.js';

/** There is no container engine here: what the files say is read and held against what the programs know. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const environment = z.record(z.string(), z.string());
const service = z.looseObject({
  image: z.string(),
  user: z.string(),
  read_only: z.literal(true),
  tmpfs: z.array(z.string()).min(1),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.array(z.string()),
  command: z.array(z.string()).optional(),
  environment: environment.optional(),
  secrets: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  networks: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z
    .object({ test: z.array(z.string()), interval: z.string(), timeout: z.string() })
    .loose()
    .optional(),
});
const compose = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.object({ internal: z.boolean().optional() })),
  volumes: z.record(z.string(), z.object({})),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

const file = async (name: string): Promise<string> => readFile(join(ROOT, name), 'utf8');
let text: string;
let parsed: z.output<typeof compose>;
let services: [string, z.output<typeof service>][];
let secrets: string;

/** What the operator writes beside it. */
const GIVEN: Record<string, string> = {
  LAZARET_SMTP_URL: 'smtp://mail.example:25',
  LAZARET_API_URL: 'https://console.example',
  LAZARET_PORTAL_URL: 'https://help.example',
};
const filled = (value: string): string =>
  value
    .replaceAll(
      /\$\{(\w+)(?::[?-]([^}]*))?\}/g,
      (_, name: string, other: string | undefined) => GIVEN[name] ?? other ?? '',
    )
    .replace(/^\/run\/secrets\/nas$/, join(secrets, 'nas.json'))
    .replace(/^\/run\/secrets\//, `${secrets}/`);
const environmentOf = (name: string): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(parsed.services[name]?.environment ?? {}).map(([key, value]) => [key, filled(value)]),
  );

beforeAll(async () => {
  text = await file('docker-compose.yml');
  parsed = compose.parse(parse(text, { merge: true }));
  services = Object.entries(parsed.services);
  secrets = await mkdtemp(join(tmpdir(), 'lazaret-secrets-'));
  await promisify(execFile)(process.execPath, [join(ROOT, 'tools/make-secrets.mjs'), secrets]);
});
afterAll(() => rm(secrets, { recursive: true, force: true }));

describe('docker-compose.yml', () => {
  it('runs PostgreSQL, Redis and every program, each with a check of its health', () => {
    expect(services.map(([name]) => name).sort()).toEqual([
      'api', 'migrate', 'portal', 'postgres', 'redis', 'worker',
    ]); // prettier-ignore
    for (const [name, { healthcheck }] of services)
      expect(healthcheck !== undefined, name).toBe(name !== 'migrate');
  });

  it('runs nobody as root, and nobody who could become it', () => {
    for (const [name, { user, security_opt }] of services) {
      expect(user, name).not.toMatch(/^(root|0)/);
      expect(security_opt, name).toContain('no-new-privileges:true');
    }
  });

  it('names programs, volumes, networks and secrets that exist', async () => {
    for (const [name, one] of services) {
      const program = one.command?.find((part) => part.startsWith('apps/'));
      if (one.image === 'lazaret')
        expect((await stat(join(ROOT, program ?? 'none'))).isFile(), name).toBe(true);
      for (const volume of one.volumes ?? []) {
        const [from = ''] = volume.split(':');
        if (!from.startsWith('.')) expect(Object.keys(parsed.volumes), name).toContain(from);
      }
      for (const network of one.networks) expect(Object.keys(parsed.networks), name).toContain(network);
      for (const secret of one.secrets ?? []) expect(Object.keys(parsed.secrets), name).toContain(secret);
      for (const other of Object.keys(one.depends_on ?? {}))
        expect(Object.keys(parsed.services)).toContain(other);
    }
  });

  it('has no secret in it: each comes from a file that make-secrets makes', async () => {
    const made = await readdir(secrets);
    for (const { file: path } of Object.values(parsed.secrets))
      expect(made).toContain(path.replace('./secrets/', ''));
    for (const [name, one] of services)
      for (const [key, value] of Object.entries(one.environment ?? {}))
        if (/PASSWORD|KEY|DATABASE_URL/.test(key)) {
          expect(key, name).toMatch(/_FILE$/);
          expect(one.secrets, name).toContain(value.replace('/run/secrets/', ''));
        }
    expect(text).not.toMatch(/:\/\/[^@\s]+:[^@\s]+@/);
  });

  it('opens nothing to the world, and keeps database and queue among ourselves', () => {
    for (const [name, { ports }] of services)
      for (const port of ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    expect(parsed.networks['house']?.internal).toBe(true);
    for (const name of ['postgres', 'redis', 'migrate'])
      expect(parsed.services[name]?.networks, name).toEqual(['house']);
  });

  it('gives the portal nothing of the others', () => {
    expect(parsed.services['portal']?.secrets?.sort()).toEqual(['portal_database_url', 'portal_key']);
    expect(Object.keys(parsed.services['portal']?.environment ?? {})).not.toContain(
      'LAZARET_DATABASE_URL_FILE',
    );
  });

  it('says what each program asks for, and nothing it does not know', () => {
    expect(() => workerConfig(environmentOf('worker'))).not.toThrow();
    expect(() => apiConfig(environmentOf('api'))).not.toThrow();
    expect(() => portalConfig(environmentOf('portal'))).not.toThrow();
    for (const [name, read] of [
      ['api', apiConfig],
      ['portal', portalConfig],
    ] as const) {
      const asked = environmentOf(name);
      const port = { api: 'LAZARET_API_OBSERVE_PORT', portal: 'LAZARET_PORTAL_OBSERVE_PORT' }[name];
      const observed = (read(asked) as unknown as Record<string, number>)[port];
      expect(parsed.services[name]?.healthcheck?.test.join(' '), name).toContain(`:${observed}/readyz`);
    }
  });

  it('keeps what make-secrets made before', async () => {
    const before = await readFile(join(secrets, 'garden_key'), 'utf8');
    await promisify(execFile)(process.execPath, [join(ROOT, 'tools/make-secrets.mjs'), secrets]);
    expect(await readFile(join(secrets, 'garden_key'), 'utf8')).toBe(before);
  });
});

describe('the Dockerfile', () => {
  it('copies what is there, and runs as nobody special', async () => {
    const lines = (await file('Dockerfile')).split('\n');
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
      .flatMap((line) => line.split(/\s+/).slice(1, -1));
    for (const path of copied) await expect(stat(join(ROOT, path)), path).resolves.toBeDefined();
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
  });
});

describe('lazaret migrate --portal-login', () => {
  it('gives the portal a login that may do what it must and no more', async () => {
    const house = await House.open();
    try {
      const url = new URL(house.postgres.url('lazaret'));
      Object.assign(url, { username: 'lazaret_compose_test', password: 'a-password_of-somebody' });
      await writeFile(join(secrets, 'login'), `${url.href}\n`);
      await house.must('migrate', '--portal-login', join(secrets, 'login'));
      const visitors = new Visitors(new PortalDatabase({ url: url.href, onPoolError: () => undefined }));
      await visitors.reach();
      await visitors.close();
      const client = new pg.Client({ connectionString: url.href });
      await client.connect();
      await expect(client.query('select * from cases.case')).rejects.toThrow('permission denied');
      await client.end();
      const bad = await house.run('migrate', '--portal-login', join(secrets, 'nothing'));
      expect(bad.code).not.toBe(0);
      expect(bad.stderr).toContain('--portal-login');
    } finally {
      await house.close();
    }
  });
});
