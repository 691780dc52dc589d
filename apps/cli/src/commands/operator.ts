import { Option, type Command } from 'commander';

import { AuditService, OperatorsService, type Operator, type OperatorChange } from '@lazaret/access';
import { OPERATOR_ROLES, Refused, type OperatorRole } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { withHouse, type House } from '../open-house.js';
import { table, type Output } from '../output.js';
import { readPassword } from '../read-password.js';

interface ByOptions {
  readonly by: string;
}

interface PasswordOptions extends ByOptions {
  readonly passwordStdin?: boolean;
}

interface AddOptions extends PasswordOptions {
  readonly role: readonly OperatorRole[];
  readonly displayName?: string;
}

/** Who may use the console. For the first operator, and for the day on which nobody can sign in. */
export function operatorCommand(root: Command, output: () => Output): void {
  const operator = root.command('operator').description('who may sign in to the console, and as what');
  const by = (): Option => new Option('--by <name>', 'who you are, for the audit').default('cli');
  const stdin = (): Option =>
    new Option('--password-stdin', 'read the password from standard input instead of inventing one');
  operator
    .command('add')
    .description('let somebody in; the first password is shown once and must be changed')
    .argument('<name>', 'lower case letters, digits, dot and dash; never given to another person')
    .addOption(
      new Option('--role <roles...>', 'what they are there for')
        .choices(OPERATOR_ROLES)
        .makeOptionMandatory(),
    )
    .option('--display-name <words>', 'what they are called')
    .addOption(stdin())
    .addOption(by())
    .action(async (name: string, options: AddOptions) => {
      const password = options.passwordStdin === true ? await readPassword() : undefined;
      await withHouse(async (house) => {
        const added = await house.database.run(async (tx) => {
          const asked = { name, displayName: options.displayName ?? name, roles: options.role, password };
          const done = await house.get(OperatorsService).add(tx, asked, new Date());
          await note(house, tx, 'operator.add', name, options.by, null, told(done.operator));
          return done;
        });
        tellPassword(output(), added.operator, password === undefined ? added.firstPassword : null);
      });
    });
  operator
    .command('list')
    .description('who may sign in')
    .action(async () => {
      await withHouse(async (house) => {
        const operators = await house.database.run((tx) => house.get(OperatorsService).list(tx, new Date()));
        output().result({ operators }, () => sayOperators(operators));
      });
    });
  for (const [verb, disabled, description] of [
    ['disable', true, 'lock somebody out at once; their sessions end'],
    ['enable', false, 'let them in again'],
  ] as const)
    operator
      .command(verb)
      .description(description)
      .argument('<name>')
      .addOption(by())
      .action(async (name: string, options: ByOptions) => {
        await change(output(), name, options.by, { disabled });
      });
  operator
    .command('roles')
    .description('what somebody is there for: these roles, and no others')
    .argument('<name>')
    .argument('<roles...>', OPERATOR_ROLES.join(', '))
    .addOption(by())
    .action(async (name: string, roles: OperatorRole[], options: ByOptions) => {
      await change(output(), name, options.by, { roles });
    });
  operator
    .command('password')
    .description('give somebody a new password, shown once; their sessions and locks end')
    .argument('<name>')
    .addOption(stdin())
    .addOption(by())
    .action(async (name: string, options: PasswordOptions) => {
      const password = options.passwordStdin === true ? await readPassword() : undefined;
      await withHouse(async (house) => {
        const reset = await house.database.run(async (tx) => {
          const operators = house.get(OperatorsService);
          const { firstPassword } = await operators.resetPassword(tx, name, new Date(), password);
          await note(house, tx, 'operator.password', name, options.by, null, null);
          return { operator: await find(house, tx, name), firstPassword };
        });
        tellPassword(output(), reset.operator, password === undefined ? reset.firstPassword : null);
      });
    });
}

async function change(out: Output, name: string, by: string, what: OperatorChange): Promise<void> {
  await withHouse(async (house) => {
    const changed = await house.database.run(async (tx) => {
      const was = await find(house, tx, name);
      const now = await house.get(OperatorsService).change(tx, name, was.version, what, new Date());
      await note(house, tx, 'operator.change', name, by, told(was), told(now));
      return now;
    });
    out.result({ operator: changed }, () => sayOperators([changed]));
  });
}

async function find(house: House, tx: Tx, name: string): Promise<Operator> {
  const found = await house.get(OperatorsService).find(tx, name, new Date());
  if (found !== null) return found;
  throw new Refused(`there is no operator ${name}`, {
    problems: [{ at: 'name', message: 'see `lazaret operator list`' }],
  });
}

async function note(
  house: House,
  tx: Tx,
  action: string,
  name: string,
  by: string,
  before: object | null,
  after: object | null,
): Promise<void> {
  const subject = `operator ${name}`;
  const entry = {
    at: new Date(),
    actor: by.trim() || 'cli',
    actorKind: 'system',
    action,
    subject,
    before,
    after,
  } as const;
  await house.get(AuditService).write(tx, entry);
}

/** Of an operator, what the audit keeps. */
function told({ roles, disabled }: Operator): object {
  return { roles, disabled };
}

function tellPassword(out: Output, operator: Operator, firstPassword: string | null): void {
  out.result({ operator, ...(firstPassword === null ? {} : { firstPassword }) }, () =>
    firstPassword === null
      ? `${operator.name} (${operator.roles.join(', ')}) signs in with the password you gave.`
      : [
          `${operator.name} (${operator.roles.join(', ')}) signs in with this password. It is shown once and must be changed:`,
          '',
          `  ${firstPassword}`,
        ].join('\n'),
  );
}

function sayOperators(operators: readonly Operator[]): string {
  if (operators.length === 0) return 'Nobody may sign in yet: lazaret operator add NAME --role admin';
  return table(
    ['name', 'called', 'roles', 'may sign in', 'signed in', 'sessions'],
    operators.map((one) => [
      one.name,
      one.displayName,
      one.roles.join(', '),
      sayMay(one),
      one.signedInAt,
      one.sessions,
    ]),
  );
}

function sayMay({ disabled, lockedUntil }: Operator): string {
  if (disabled) return 'no';
  return lockedUntil === null ? 'yes' : `locked until ${lockedUntil.toISOString().slice(11, 19)}Z`;
}
