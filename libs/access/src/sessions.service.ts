import { Injectable } from '@nestjs/common';
import { createHash, randomBytes, randomUUID } from 'node:crypto';

import { Refused, type Instant } from '@lazaret/kernel';
import type { Tx } from '@lazaret/platform';

import { AccessMetrics } from './access.metrics.js';
import { AttemptRepository } from './attempt.repository.js';
import { countFailure, isLocked } from './judge-attempts.js';
import { judgePassword } from './judge-password.js';
import { networkOf } from './network-of.js';
import { OperatorRepository, type Credentials } from './operator.repository.js';
import { Passwords } from './passwords.service.js';
import {
  endOf,
  LONGEST_AGENT,
  LONGEST_MS,
  type OwnSession,
  SEEN_EVERY_MS,
  type Session,
  sessionOf,
  type SignedInOrNot,
  type SigningIn,
} from './session.js';
import { SessionRepository } from './session.repository.js';

/** 32 random bytes in base64url. */
const TOKEN = /^[\w-]{43}$/;

/** Who is signed in. Every time is real time. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly operators: OperatorRepository,
    private readonly attempts: AttemptRepository,
    private readonly passwords: Passwords,
    private readonly metrics: AccessMetrics,
  ) {}

  /**
   * Takes some 30 ms whatever comes of it, unless a lock holds. A refusal is counted in the transaction: commit it.
   * @returns the token, which is told once and stored nowhere, or that it was refused
   */
  async signIn(tx: Tx, asked: SigningIn, at: Instant): Promise<SignedInOrNot> {
    const name = asked.name.trim().toLowerCase();
    const network = networkOf(asked.address);
    const past = await this.attempts.take(tx, name, network, at);
    const locks = [past.operator, past.address].filter((one) => isLocked(one, at));
    if (locks.length > 0) {
      this.metrics.signIns.inc({ outcome: 'locked' });
      return { refused: 'locked', retryAfterSeconds: secondsUntil(at, locks), operator: null };
    }
    const known = await this.operators.credentials(tx, { name });
    const right = await this.passwords.matches(known?.passwordHash ?? null, asked.password);
    if (known !== null && right && (await this.admit(tx, known, asked.password, at))) {
      await this.attempts.forgive(tx, name);
      if (asked.replaces !== undefined) await this.end(tx, asked.replaces);
      this.metrics.signIns.inc({ outcome: 'signed-in' });
      return this.open(tx, known.id, asked.agent, at);
    }
    this.metrics.signIns.inc({ outcome: outcomeOf(known, right) });
    const now = {
      operator: countFailure('operator', past.operator, at),
      address: countFailure('address', past.address, at),
    };
    await this.attempts.keep(tx, 'operator', name, now.operator);
    await this.attempts.keep(tx, 'address', network, now.address);
    return {
      refused: 'wrong',
      retryAfterSeconds: secondsUntil(at, [now.operator, now.address]),
      operator: known?.name ?? null,
    };
  }

  /**
   * The session of a token, or nothing: it is unknown, has ended, was idle for 30 minutes or is 12 hours old, or its
   * operator was locked out. Using it keeps it alive, unless `quiet`: what a page asks by itself is nobody's use.
   */
  async find(
    tx: Tx,
    token: string,
    at: Instant,
    { quiet = false }: { readonly quiet?: boolean } = {},
  ): Promise<Session | null> {
    if (!TOKEN.test(token)) return null;
    const stored = await this.sessions.find(tx, digestOf(token), at);
    if (stored === null) return null;
    const due = at.getTime() - stored.seenAt.getTime() >= SEEN_EVERY_MS;
    if (quiet || !due) return sessionOf(stored);
    await this.sessions.touch(tx, stored.id, at);
    return sessionOf({ ...stored, seenAt: at });
  }

  async end(tx: Tx, token: string): Promise<void> {
    if (TOKEN.test(token)) await this.sessions.end(tx, digestOf(token));
  }

  /** The last used first. */
  async list(tx: Tx, operatorId: number, at: Instant): Promise<OwnSession[]> {
    const open = await this.sessions.list(tx, operatorId, at);
    return open.map((session) => ({ ...session, expiresAt: endOf(session) }));
  }

  /** Answers whether the operator had such a session. */
  async endOne(tx: Tx, operatorId: number, id: string): Promise<boolean> {
    return (await this.sessions.endOne(tx, operatorId, id)) > 0;
  }

  /** Answers how many. @param but the one that stays */
  async endAll(tx: Tx, operatorId: number, but?: string): Promise<number> {
    return this.sessions.endAll(tx, operatorId, but ?? null);
  }

  /**
   * Every other session of the operator ends.
   * @param keep the session it is done in
   * @throws Refused with a problem at `current` or `next`
   */
  async changePassword(
    tx: Tx,
    operatorId: number,
    current: string,
    next: string,
    keep: string,
    at: Instant,
  ): Promise<void> {
    const known = await this.operators.credentials(tx, { id: operatorId });
    if (known === null || !(await this.passwords.matches(known.passwordHash, current)))
      throw refused('current', 'this is not your password');
    const trouble = current === next ? 'it is the one you have' : judgePassword(next, known.name);
    if (trouble !== null) throw refused('next', trouble);
    await this.operators.setPassword(
      tx,
      operatorId,
      { hash: await this.passwords.hash(next), mustChange: false },
      at,
    );
    await this.sessions.endAll(tx, operatorId, keep);
  }

  /** The hash follows when more is asked of hashes than when it was made. */
  private async admit(tx: Tx, known: Credentials, password: string, at: Instant): Promise<boolean> {
    if (known.disabled) return false;
    const { passwordHash } = known;
    const hash = this.passwords.isDated(passwordHash) ? await this.passwords.hash(password) : passwordHash;
    return this.operators.noteSignIn(tx, known, hash, at);
  }

  private async open(tx: Tx, operatorId: number, agent: string, at: Instant): Promise<SignedInOrNot> {
    const token = randomBytes(32).toString('base64url');
    await this.sessions.open(
      tx,
      {
        id: randomUUID(),
        operatorId,
        token: digestOf(token),
        agent: printable(agent),
        expiresAt: new Date(at.getTime() + LONGEST_MS),
      },
      at,
    );
    const session = await this.find(tx, token, at);
    // Only somebody locked out in between has none.
    return session === null
      ? { refused: 'wrong', retryAfterSeconds: null, operator: null }
      : { token, session };
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function outcomeOf(known: Credentials | null, right: boolean): string {
  if (known === null) return 'unknown';
  return known.disabled && right ? 'disabled' : 'wrong';
}

function secondsUntil(at: Instant, locks: readonly { lockedUntil: Instant | null }[]): number | null {
  const last = Math.max(...locks.map(({ lockedUntil }) => lockedUntil?.getTime() ?? 0));
  return last <= at.getTime() ? null : Math.ceil((last - at.getTime()) / 1000);
}

/** A stranger's text, shown on a page: cut, and without what is no character. */
function printable(agent: string): string {
  return [...agent.slice(0, 5 * LONGEST_AGENT).replace(/\p{C}/gu, '')].slice(0, LONGEST_AGENT).join('');
}

function refused(at: string, message: string): Refused {
  return new Refused('the password cannot be changed', { problems: [{ at, message }] });
}
