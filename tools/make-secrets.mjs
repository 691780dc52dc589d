// node tools/make-secrets.mjs [folder]: the passwords and keys of docker-compose.yml, each in a file of its own. What is there stays.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { root, say } from './ensure.mjs';

const folder = process.argv[2] ?? join(root, 'secrets');
const password = () => randomBytes(24).toString('base64url');

/** Keeps what is there. Containers run as another user: the folder is closed to others, its files can be read. */
function keep(name, make) {
  const path = join(folder, name);
  if (!existsSync(path)) {
    writeFileSync(path, `${make()}\n`, { mode: 0o444 });
    say(`made ${name}`);
  }
  return readFileSync(path, 'utf8').trim();
}

mkdirSync(folder, { recursive: true, mode: 0o700 });
const postgres = keep('postgres_password', password);
keep('database_url', () => `postgres://lazaret:${postgres}@postgres:5432/lazaret`);
keep('portal_database_url', () => `postgres://lazaret_portal_web:${password()}@postgres:5432/lazaret`);
keep('portal_key', password);
keep('garden_key', password);
// No NAS yet: nobody can be confined until somebody names one (libs/garden/assets/nas.example.json).
keep('nas.json', () => JSON.stringify({ nas: {} }, null, 2));
say(`secrets are in ${folder}`);
