import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Door } from './door.js';
import { isCaptive } from './is-captive.js';
import { PageMetrics } from './portal.metrics.js';
import { findProbe, type Probe } from './probes.js';

/**
 * Requests that meant somebody else and were led here by the network: plain HTTP of lines in the garden, and the probes of
 * operating systems. Nothing of what was asked for is looked at beyond its host, or kept.
 */
@Injectable()
export class LeadToPortal {
  constructor(
    private readonly door: Door,
    private readonly metrics: PageMetrics,
  ) {}

  /** Answers a request for another host. @returns whether it was one */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const host = hostOf(request.headers.host);
    if (host !== null && this.door.site.isOurs(host)) return false;
    const probe = findProbe(host ?? '', request.raw.url ?? '/');
    if (probe !== undefined) {
      const captive = await this.isCaptive(request);
      this.metrics.probes.inc({ system: probe.system, answer: captive ? 'led' : 'online' });
      if (!captive) {
        succeed(reply, probe);
        return true;
      }
    } else this.metrics.led.inc();
    void reply.status(302).header('location', this.door.site.home).send('');
    return true;
  }

  private async isCaptive(request: FastifyRequest): Promise<boolean> {
    const reader = this.door.reader(request);
    // Too many, or nobody can be asked: a device is rather told that it is online than kept in doubt.
    return this.door.wait('page', reader) === 0 && isCaptive(await this.door.visitIfSeen(reader));
  }
}

/** The name alone, in small letters; null where none is given or it cannot be one. */
function hostOf(header: string | undefined): string | null {
  const [, name] = /^([a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  return name?.toLowerCase().replace(/\.$/, '') ?? null;
}

function succeed(reply: FastifyReply, { status, type, body, header }: Probe): void {
  reply.status(status);
  if (type !== undefined) reply.header('content-type', type);
  if (header !== undefined) reply.header(header[0], header[1]);
  void reply.send(body);
}
