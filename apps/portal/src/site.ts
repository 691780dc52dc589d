import { Injectable } from '@nestjs/common';

import type { IpPrefix } from '@lazaret/kernel';

/** Where the portal is, as its visitors reach it, and whom it believes about them. */
@Injectable()
export class Site {
  #url: URL | undefined;

  constructor(
    url: URL | undefined,
    readonly trusted: readonly IpPrefix[],
  ) {
    this.#url = url;
  }

  /** Nobody said how visitors reach it: then it is where it listens. */
  listensAt(url: URL): void {
    this.#url ??= url;
  }

  get url(): URL {
    if (this.#url === undefined) throw new Error('the portal does not listen yet');
    return this.#url;
  }

  /** The first page. */
  get home(): string {
    return new URL('/', this.url).href;
  }

  /** Whether a request that names `host` means this site. Addresses of this machine do, for whoever looks after it. */
  isOurs(host: string): boolean {
    return host === this.url.hostname || host === 'localhost' || /^(127\.[\d.]+|\[::1\])$/.test(host);
  }
}
