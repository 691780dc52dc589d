import { Injectable } from '@nestjs/common';

import { Broken, OPERATOR_ROLES, Refused, type Instant, type OperatorRole } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { AttemptRepository } from './attempt.repository.js';
import { ChangedMeanwhile } from './changed-meanwhile.js';
import { judgePassword } from './judge-password.js';
import type { NewOperator, Operator, OperatorChange } from './operator.js';
import { OperatorRepository } from './operator.repository.js';
import { Passwords } from './passwords.service.js';
import { FIRST_PREFERENCES, readPreferences, type Preferences } from './preferences.js';
import { SessionRepository } from './session.repository.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** Who may sign in. Every time is real time. */
@Injectable()
export class OperatorsService {
  constructor(
    private readonly operators: OperatorRepository,
    private readonly sessions: SessionRepository,
    private readonly attempts: AttemptRepository,
    private readonly passwords: Passwords,
  ) {}

  /** By name, at most 500. */
  async list(tx: Tx, at: Instant): Promise<Operator[]> {
    return this.operators.list(tx, at);
  }

  /** @param at for what passes by itself, locks and sessions; without it all of them are told */
  async find(tx: Tx, name: string, at: Instant = new Date(0)): Promise<Operator | null> {
    return this.operators.find(tx, name, at);
  }

  /**
   * @returns the operator and a password that is told once. An invented one must be changed at the first sign-in.
   * @throws Refused for a name that is taken or no name, for roles nobody knows, for a password that is guessed first
   */
  async add(
    tx: Tx,
    asked: NewOperator,
    at: Instant,
  ): Promise<{ readonly operator: Operator; readonly firstPassword: string }> {
    const { name, password } = asked;
    if (!NAME.test(name))
      throw refused(`${JSON.stringify(name.slice(0, 63))} is no name for an operator`, {
        name: 'lower case letters, digits, dot and dash, at most 63',
      });
    const displayName = readDisplayName(asked.displayName);
    const roles = readRoles(asked.roles);
    if (password !== undefined) this.judge(password, name);
    const firstPassword = password ?? this.passwords.invent();
    const added = await this.operators.add(
      tx,
      {
        name,
        displayName,
        roles,
        passwordHash: await this.passwords.hash(firstPassword),
        mustChangePassword: password === undefined,
        preferences: FIRST_PREFERENCES,
      },
      at,
    );
    if (!added) throw refused(`there is an operator ${name} already`, { name: 'choose another' });
    return { operator: await this.read(tx, name, at), firstPassword };
  }

  /** The first operator of a new house. Answers null, and does nothing, where there is one already. */
  async ensureFirst(
    tx: Tx,
    first: NewOperator & { readonly password: string },
    at: Instant,
  ): Promise<Operator | null> {
    if ((await this.operators.lockAll(tx)) > 0) return null;
    return (await this.add(tx, first, at)).operator;
  }

  /**
   * Sessions of somebody who is locked out end.
   * @throws ChangedMeanwhile when `version` is not the newest
   * @throws Refused when there is no such operator, or nobody could let others in any more
   */
  async change(
    tx: Tx,
    name: string,
    version: number,
    change: OperatorChange,
    at: Instant,
  ): Promise<Operator> {
    // Before the row itself: two changes must take their locks in one order.
    const admins = await this.operators.lockAdmins(tx);
    if (!(await this.operators.lock(tx, name))) throw nobody(name);
    const was = await this.read(tx, name, at);
    if (was.version !== version) throw new ChangedMeanwhile(was);
    const to = {
      displayName: change.displayName === undefined ? was.displayName : readDisplayName(change.displayName),
      roles: change.roles === undefined ? was.roles : readRoles(change.roles),
      disabled: change.disabled ?? was.disabled,
    };
    const stays = to.roles.includes('admin') && !to.disabled;
    if (!stays && admins.length === 1 && admins[0] === name)
      throw refused(`${name} is the only one who can let others in`, {
        [to.disabled ? 'disabled' : 'roles']: 'make somebody else an admin first',
      });
    await this.operators.change(tx, name, to, at);
    if (to.disabled) await this.sessions.endAll(tx, was.id, null);
    return this.read(tx, name, at);
  }

  /**
   * A new password, told once and to be changed at the next sign-in; every session ends, and so does a lock.
   * @param password taken as it is, and then kept by the operator; invented when left out
   * @throws Refused when there is no such operator, or for a password that is guessed first
   */
  async resetPassword(
    tx: Tx,
    name: string,
    at: Instant,
    password?: string,
  ): Promise<{ readonly firstPassword: string }> {
    // Before the operator's row, as signing in does: two that wait for each other would both fail.
    await this.attempts.forgive(tx, name);
    if (!(await this.operators.lock(tx, name))) throw nobody(name);
    const { id } = await this.read(tx, name, at);
    if (password !== undefined) this.judge(password, name);
    const firstPassword = password ?? this.passwords.invent();
    const hash = await this.passwords.hash(firstPassword);
    await this.operators.setPassword(tx, id, { hash, mustChange: password === undefined }, at);
    await this.sessions.endAll(tx, id, null);
    return { firstPassword };
  }

  /** @throws Refused for a time zone nobody knows, or when there is no such operator */
  async preferences(tx: Tx, operatorId: number, preferences: Preferences): Promise<Preferences> {
    const kept = readPreferences(preferences);
    if (!(await this.operators.setPreferences(tx, operatorId, kept))) throw nobody(String(operatorId));
    return kept;
  }

  private judge(password: string, name: string): void {
    const trouble = judgePassword(password, name);
    if (trouble !== null) throw refused('the password cannot be taken', { password: trouble });
  }

  private async read(tx: Tx, name: string, at: Instant): Promise<Operator> {
    const found = await this.operators.find(tx, name, at);
    if (found === null) throw new Broken(`operator ${name} is gone`);
    return found;
  }
}

/** In the order of their list, each once. */
function readRoles(roles: readonly OperatorRole[]): OperatorRole[] {
  const strange = roles.find((role) => !OPERATOR_ROLES.includes(role));
  if (strange !== undefined || roles.length === 0)
    throw refused('an operator has one role or several', {
      roles: `choose from ${OPERATOR_ROLES.join(', ')}`,
    });
  return OPERATOR_ROLES.filter((role) => roles.includes(role));
}

function readDisplayName(text: string): string {
  const trimmed = text.trim();
  if (trimmed !== '' && trimmed.length <= 100) return trimmed;
  throw refused('an operator is called something', { displayName: 'must have 1 to 100 characters' });
}

function nobody(name: string): Refused {
  return refused(`there is no operator ${name}`, { name: 'see `lazaret operator list`' });
}

function refused(message: string, problems: Readonly<Record<string, string>>): Refused {
  return new Refused(message, {
    problems: Object.entries(problems).map(([at, text]) => ({ at, message: text })),
  });
}
