import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { AuditService, OperatorsService, SessionsService, type Session } from '@lazaret/access';
import { routes, type Asked } from '@lazaret/contracts';
import { NotThere } from '@lazaret/kernel';
import { Brands } from '@lazaret/notices';

import { auditOf } from '../audit-of.js';
import { dropCookie, readCookie, setCookie } from '../cookie.js';
import { Desk } from '../desk.js';
import { Ask, By, Serve } from '../serve.js';
import type { SignedIn } from '../signed-in.js';
import { Site } from '../site.js';
import { TurnedAway } from '../turned-away.js';

/** Signing in and out, and what an operator keeps for himself. */
@Controller()
export class SessionController {
  constructor(
    private readonly desk: Desk,
    private readonly sessions: SessionsService,
    private readonly operators: OperatorsService,
    private readonly audit: AuditService,
    private readonly site: Site,
    private readonly brands: Brands,
  ) {}

  @Serve(routes.signIn)
  async signIn(
    @Ask() { body }: Asked<typeof routes.signIn>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    const at = this.desk.real();
    // A refusal is counted in the transaction; it must be committed before anybody hears of it.
    const entered = await this.desk.run(async (tx) => {
      const asked = {
        name: body.name,
        password: body.password,
        agent: request.headers['user-agent'] ?? '',
        address: request.address,
        replaces: readCookie(request, this.site) ?? undefined,
      };
      const answer = await this.sessions.signIn(tx, asked, at);
      if ('session' in answer) {
        const by = { ...answer.session, requestId: String(request.id), address: request.address };
        await this.audit.write(tx, { ...auditOf(by, at), action: 'session.start', subject: 'session' });
      } else if (answer.operator !== null && answer.retryAfterSeconds !== null)
        await this.audit.write(tx, {
          at,
          actor: 'api',
          actorKind: 'system',
          action: 'session.locked',
          subject: `operator ${answer.operator}`,
          after: { seconds: answer.retryAfterSeconds },
          requestId: String(request.id),
          address: request.address,
        });
      return answer;
    });
    if ('refused' in entered) throw refusal(entered);
    setCookie(request, reply, this.site, entered.token);
    return this.show(entered.session);
  }

  @Serve(routes.session)
  async session(@By() by: SignedIn): Promise<unknown> {
    return this.show(by);
  }

  @Serve(routes.signOut)
  async signOut(
    @By() by: SignedIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const at = this.desk.real();
    await this.desk.run(async (tx) => {
      await this.sessions.endOne(tx, by.operatorId, by.sessionId);
      await this.audit.write(tx, { ...auditOf(by, at), action: 'session.end', subject: 'session' });
    });
    dropCookie(request, reply);
  }

  @Serve(routes.changePassword)
  async changePassword(
    @Ask() { body }: Asked<typeof routes.changePassword>,
    @By() by: SignedIn,
  ): Promise<void> {
    const at = this.desk.real();
    const { operatorId, sessionId } = by;
    await this.desk.run(async (tx) => {
      await this.sessions.changePassword(tx, operatorId, body.current, body.next, sessionId, at);
      await this.audit.write(tx, {
        ...auditOf(by, at),
        action: 'session.password',
        subject: `operator ${by.name}`,
      });
    });
  }

  @Serve(routes.preferences)
  async preferences(@Ask() { body }: Asked<typeof routes.preferences>, @By() by: SignedIn): Promise<unknown> {
    return this.desk.run((tx) => this.operators.preferences(tx, by.operatorId, body));
  }

  @Serve(routes.sessions)
  async list(@By() by: SignedIn): Promise<unknown> {
    const open = await this.desk.run((tx) => this.sessions.list(tx, by.operatorId, this.desk.real()));
    return { items: open.map((session) => ({ ...session, current: session.id === by.sessionId })) };
  }

  @Serve(routes.endSession)
  async end(@Ask() { params }: Asked<typeof routes.endSession>, @By() by: SignedIn): Promise<void> {
    const at = this.desk.real();
    await this.desk.run(async (tx) => {
      if (!(await this.sessions.endOne(tx, by.operatorId, params.id)))
        throw new NotThere('you have no such session');
      await this.audit.write(tx, { ...auditOf(by, at), action: 'session.end', subject: 'session' });
    });
  }

  private show(who: Session | SignedIn): unknown {
    return {
      ...who,
      permissions: [...who.permissions],
      provider: { name: this.brands.find(null)?.name ?? 'Lazaret', demo: this.site.demo },
    };
  }
}

function refusal({
  refused,
  retryAfterSeconds: seconds,
}: {
  readonly refused: 'wrong' | 'locked';
  readonly retryAfterSeconds: number | null;
}): TurnedAway {
  const headers: Record<string, string> = seconds === null ? {} : { 'retry-after': String(seconds) };
  if (refused === 'wrong') return new TurnedAway('wrong-credentials', undefined, { headers });
  return new TurnedAway('too-many', 'too many wrong passwords; try again later', { headers });
}
