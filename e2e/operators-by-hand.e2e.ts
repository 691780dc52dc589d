import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { House, type Ran } from './house.js';

const CLI = fileURLToPath(new URL('../apps/cli/dist/main.js', import.meta.url));

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** Runs `lazaret …` with something on its standard input. */
function pipe(input: string, ...args: string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, ...args], { env: house.environment });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (piece: Buffer) => (said.stdout += piece.toString()));
    child.stderr.on('data', (piece: Buffer) => (said.stderr += piece.toString()));
    child.on('error', reject).on('close', (code) => resolve({ code, ...said }));
    // A program that ends without reading closes the pipe.
    child.stdin.on('error', () => undefined).end(input);
  });
}

interface Shown {
  readonly operator: { readonly name: string; readonly roles: string[]; readonly disabled: boolean };
  readonly firstPassword?: string;
}

describe('lazaret operator', () => {
  it('lets somebody in with a password that is shown once, or read from standard input and never said again', async () => {
    const added = await house.ask<Shown>('operator', 'add', 'anna', '--role', 'admin', 'analyst');
    expect(added).toMatchObject({ operator: { name: 'anna', roles: ['analyst', 'admin'] } });
    expect(added.firstPassword).toMatch(/^\S{23}$/);
    const given = await pipe('otter-lantern-quay\n', 'operator', 'add', 'bert', '--role', 'helpline', '--password-stdin', '--by', 'anna'); // prettier-ignore
    expect(given).toMatchObject({ code: 0, stderr: '' });
    expect(given.stdout).not.toContain('otter');
  });

  it('changes roles and gives a new password', async () => {
    expect(await house.ask<Shown>('operator', 'roles', 'bert', 'helpline', 'viewer')).toMatchObject({
      operator: { roles: ['viewer', 'helpline'] },
    });
    const reset = await house.ask<Shown>('operator', 'password', 'bert');
    expect(reset.firstPassword).toMatch(/^\S{23}$/);
    expect(await house.must('operator', 'list')).not.toContain(reset.firstPassword);
  });

  it('refuses with 2, says why, and repeats no password', async () => {
    const [last, common, typed] = await Promise.all([
      house.run('operator', 'disable', 'anna'),
      pipe('password1234\n', 'operator', 'password', 'bert', '--password-stdin', '--json'),
      house.run('operator', 'add', 'carl', '--role', 'viewer', '--password', 'otter-lantern-quay'),
    ]);
    expect(last).toMatchObject({ code: 2, stderr: expect.stringContaining('only one') });
    expect(common).toMatchObject({ code: 2, stderr: expect.stringContaining('tried first') });
    expect(common.stderr).not.toContain('password1234');
    expect(typed).toMatchObject({ code: 2, stderr: expect.not.stringContaining('otter') });
  });

  it('writes all of it down, and nothing secret', async () => {
    const rows = await house.rows<{ actor: string; action: string; subject: string; all: string }>(
      'select actor, action, subject, a::text as all from access.audit a order by id',
    );
    expect(rows.map(({ actor, action, subject }) => `${actor} ${action} ${subject}`)).toEqual([
      'cli operator.add operator anna',
      'anna operator.add operator bert',
      'cli operator.change operator bert',
      'cli operator.password operator bert',
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/argon2|otter/);
  });
});

describe('lazaret audit verify', () => {
  it('finds the chain whole, then names the row that somebody changed, and ends with 1', async () => {
    const whole = await house.ask<{ head: string }>('audit', 'verify');
    expect(whole).toMatchObject({ intact: true, checked: 4, brokenAt: null });
    await house.rows('alter table access.audit disable trigger all');
    await house.rows(`update access.audit set actor = 'eve' where id = 3`);
    await house.rows('alter table access.audit enable trigger all');
    const [json, told] = await Promise.all([
      house.run('audit', 'verify', '--noted', whole.head, '--json'),
      house.run('audit', 'verify'),
    ]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ intact: false, checked: 2, brokenAt: 3 });
    expect(told.code).toBe(1);
    expect(told.stderr).toContain('the audit is broken at row 3: the row was changed after it was written');
  });
});
