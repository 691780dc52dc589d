import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { AuditService, OperatorsService, type NewOperator } from '@lazaret/access';
import { openHouse, type HandConfig } from '@lazaret/pipeline';

const FILE = 'operators.json';
const kept = z.object({ anna: z.string().min(12), ben: z.string().min(12) });

/** The people of the demo: one who does everything, and one who agrees to what takes two. */
const PEOPLE = {
  anna: { displayName: 'Anna Keller', roles: ['helpline', 'analyst', 'engineer', 'admin'] },
  ben: { displayName: 'Ben Osei', roles: ['analyst', 'engineer', 'admin'] },
} as const satisfies Record<string, Pick<NewOperator, 'displayName' | 'roles'>>;

/** How somebody signs in to the demo's console. */
export interface SignIn {
  readonly user: string;
  readonly password: string;
}

/**
 * The operators of the demo, made once. Their passwords are drawn, and kept beside the data for its owner alone, for
 * everybody who starts it must be able to read them.
 */
export async function demoOperators(
  folder: string,
  config: HandConfig,
): Promise<{ readonly first: SignIn; readonly second: SignIn }> {
  const passwords = await ownPasswords(join(folder, FILE));
  const house = await openHouse(config);
  try {
    await house.database.run(async (tx) => {
      const [at, operators] = [new Date(), house.get(OperatorsService)];
      const anna = { name: 'anna', password: passwords.anna, ...PEOPLE.anna };
      if ((await operators.ensureFirst(tx, anna, at)) === null) return;
      await operators.add(tx, { name: 'ben', password: passwords.ben, ...PEOPLE.ben }, at);
      for (const name of Object.keys(PEOPLE))
        await house.get(AuditService).write(tx, {
          at,
          actor: 'lazaret up --demo',
          actorKind: 'system',
          action: 'operator.add',
          subject: `operator ${name}`,
        });
    });
  } finally {
    await house.close();
  }
  return {
    first: { user: 'anna', password: passwords.anna },
    second: { user: 'ben', password: passwords.ben },
  };
}

/** Whether anybody can sign in. */
export async function anyOperator(config: HandConfig): Promise<boolean> {
  const house = await openHouse(config);
  try {
    const operators = await house.database.run((tx) => house.get(OperatorsService).list(tx, new Date()));
    return operators.length > 0;
  } finally {
    await house.close();
  }
}

async function ownPasswords(path: string): Promise<z.output<typeof kept>> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text !== null) return kept.parse(JSON.parse(text));
  const drawn = { anna: draw(), ben: draw() };
  await writeFile(path, JSON.stringify(drawn), { mode: 0o600 });
  return drawn;
}

/** Easy to read from one window and type into another: 80 random bits in four groups, without letters that look alike. */
function draw(): string {
  const letters = '23456789abcdefghjkmnpqrstuvwxyz';
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
