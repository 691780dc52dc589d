import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { IpAddress } from '@lazaret/kernel';

import { addressRate, sessionRate, TIGHT, type Rate } from './rates.js';
import { TurnedAway } from './turned-away.js';

type Take = ReturnType<FastifyInstance['createRateLimit']>;

/** Whose bucket it is; set while one is taken from. */
const KEY = Symbol('whose bucket');
type Keyed = FastifyRequest & { [KEY]?: string };

/**
 * Counts requests in windows that begin with the first one, in the memory of this process: two processes give twice as
 * much. What is remembered is bounded; the oldest is forgotten first.
 */
export class RateLimits {
  readonly #takes = new Map<string, Take>();
  readonly #address: Rate;
  readonly #session: Rate;

  /** @param fastify with `@fastify/rate-limit` on it */
  constructor(
    fastify: FastifyInstance,
    perMinute: number,
    private readonly onLimited: (bucket: string) => void,
  ) {
    this.#address = addressRate(perMinute);
    this.#session = sessionRate(perMinute);
    for (const rate of [this.#address, this.#session, ...TIGHT.map((one) => one.rate)])
      this.#takes.set(
        rate.name,
        fastify.createRateLimit({
          max: rate.most,
          timeWindow: rate.perMs,
          keyGenerator: (request) => (request as Keyed)[KEY] ?? '',
        }),
      );
  }

  async ofAddress(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.take(this.#address, network(request.address), request, reply);
  }

  async ofSession(sessionId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.take(this.#session, sessionId, request, reply);
  }

  /** @param whose an operator, where one is signed in, else the address */
  async tight(rate: Rate, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const whose = request.by === null ? network(request.address) : `operator ${request.by.operatorId}`;
    await this.take(rate, whose, request, reply);
  }

  /** Counts one and says what is left, as draft-ietf-httpapi-ratelimit-headers-10 has it. @throws TurnedAway */
  private async take(rate: Rate, whose: string, request: Keyed, reply: FastifyReply): Promise<void> {
    const take = this.#takes.get(rate.name);
    if (take === undefined) return;
    request[KEY] = whose;
    const taken = await take(request);
    if (taken.isAllowed) return;
    const { remaining, ttlInSeconds, isExceeded } = taken;
    void reply.headers({
      'ratelimit-policy': `"${rate.name}";q=${rate.most};w=${rate.perMs / 1_000}`,
      ratelimit: `"${rate.name}";r=${remaining};t=${ttlInSeconds}`,
    });
    if (!isExceeded) return;
    this.onLimited(rate.name);
    const seconds = Math.max(1, ttlInSeconds);
    throw new TurnedAway('too-many', `try again in ${seconds} s`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}

/** A home has 2^64 addresses of IPv6; they count as one. */
function network(address: string | null): string {
  const parsed = address === null ? undefined : IpAddress.tryParse(address);
  return parsed?.family === 6 ? `6 ${parsed.value >> 64n}` : (address ?? '');
}
