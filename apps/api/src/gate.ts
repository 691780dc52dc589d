import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { SessionsService } from '@lazaret/access';
import { routes, type Route } from '@lazaret/contracts';
import { whoAsks } from '@lazaret/platform';

import { readCookie } from './cookie.js';
import { Desk } from './desk.js';
import type { RateLimits } from './rate-limits.js';
import { tightRateOf } from './rates.js';
import type { SignedIn } from './signed-in.js';
import { Site } from './site.js';
import { TurnedAway } from './turned-away.js';

/** What somebody may do who must change his password first. */
const BEFORE_A_PASSWORD: readonly Route[] = [
  routes.session,
  routes.signOut,
  routes.changePassword,
  routes.preferences,
  routes.sessions,
  routes.endSession,
];
/**
 * What the console asks by itself: nobody is there because of it, and a session that nobody uses ends. Of other questions it
 * says so (`x-lazaret-away: 1`).
 */
const BY_ITSELF: readonly Route[] = [routes.events, routes.health];

/**
 * Who gets in, before a body is read: pages of our own, within the limits, with a session, and with the permission that
 * the route declares. Whatever declares none is not reached.
 */
@Injectable()
export class Gate {
  constructor(
    private readonly site: Site,
    private readonly desk: Desk,
    private readonly sessions: SessionsService,
  ) {}

  /** @throws TurnedAway, Unavailable */
  async pass(request: FastifyRequest, reply: FastifyReply, limits: RateLimits): Promise<void> {
    request.address = this.addressOf(request);
    if (!this.site.isOurs(request.headers.host))
      throw new TurnedAway('not-our-name', 'set LAZARET_API_URL to the address operators use');
    await limits.ofAddress(request, reply);
    const { route } = request.routeOptions.config;
    // Files of the console, and what nobody serves.
    if (route === undefined) return;
    this.refuseForeignPages(route, request);
    if (route.allowed !== 'anybody') {
      const by = await this.whoIs(route, request);
      if (by === null) throw new TurnedAway('not-signed-in');
      request.by = by;
      await limits.ofSession(by.sessionId, request, reply);
      this.refuseWithoutPermission(route, by);
    }
    const tight = tightRateOf(route);
    if (tight !== undefined) await limits.tight(tight, request, reply);
  }

  private addressOf(request: FastifyRequest): string | null {
    const header = (name: string): string | undefined => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(',') : value;
    };
    const { socket } = request.raw;
    return (
      whoAsks(
        { address: socket.remoteAddress, port: socket.remotePort },
        { forwarded: header('forwarded'), xForwardedFor: header('x-forwarded-for') },
        this.site.trusted,
      )?.address ?? null
    );
  }

  /**
   * Browsers say where a request comes from, and let pages of others set no header of ours. What changes something needs
   * that header; what only reads must not be read from elsewhere either.
   */
  private refuseForeignPages(route: Route, request: FastifyRequest): void {
    const { origin, host = '', 'sec-fetch-site': site, 'x-lazaret': mark } = request.headers;
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    if (!changes && route.allowed === 'anybody') return;
    if (site !== undefined && site !== 'same-origin' && (changes || site !== 'none'))
      throw new TurnedAway('foreign-page');
    if (origin !== undefined && !this.site.isOwnOrigin(origin, host)) throw new TurnedAway('foreign-page');
    if (changes && mark !== '1') throw new TurnedAway('foreign-page', 'send the header x-lazaret: 1');
  }

  private async whoIs(route: Route, request: FastifyRequest): Promise<SignedIn | null> {
    const token = readCookie(request, this.site);
    if (token === null) return null;
    const quiet = BY_ITSELF.includes(route) || request.headers['x-lazaret-away'] === '1';
    const session = await this.desk.run((tx) => this.sessions.find(tx, token, this.desk.real(), { quiet }));
    if (session === null) return null;
    const { id, startedAt: _started, seenAt: _seen, ...who } = session;
    return { ...who, sessionId: id, requestId: String(request.id), address: request.address };
  }

  private refuseWithoutPermission(route: Route, by: SignedIn): void {
    if (by.mustChangePassword && !BEFORE_A_PASSWORD.includes(route))
      throw new TurnedAway('change-password-first');
    if (route.allowed === 'signed-in' || route.allowed === 'anybody') return;
    if (!by.permissions.has(route.allowed))
      throw new TurnedAway('forbidden', `it takes the permission ${route.allowed}`);
  }
}
