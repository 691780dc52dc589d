import type { IpPrefix } from '@lazaret/kernel';
import { isThisMachine } from '@lazaret/platform';

/** Where the console and the API are, as operators reach them, and whom they believe about who asks. */
export class Site {
  #url: URL | undefined;

  constructor(
    url: URL | undefined,
    readonly trusted: readonly IpPrefix[] = [],
    /** Where the demo's clock is moved; null in production. */
    readonly demo: string | null = null,
  ) {
    this.#url = url;
  }

  /** Nobody said how operators reach it: then it is where it listens. */
  listensAt(url: URL): void {
    this.#url ??= url;
  }

  get url(): URL {
    if (this.#url === undefined) throw new Error('the API does not listen yet');
    return this.#url;
  }

  /** Everything between the browser and us is encrypted. */
  get isEncrypted(): boolean {
    return this.url.protocol === 'https:';
  }

  /**
   * Whether a request that names `host` (with its port) means this site. A name of somebody else's that leads here is
   * not ours: its pages must not reach us (DNS rebinding). This machine may use its own names.
   */
  isOurs(host: string | undefined): boolean {
    if (host === undefined) return false;
    return host === this.url.host || isThisMachine(host.replace(/:\d{1,5}$/, ''));
  }

  /** Whether `origin` is a page of ours, for a request that names `host`. */
  isOwnOrigin(origin: string, host: string): boolean {
    if (origin === this.url.origin) return true;
    if (!URL.canParse(origin)) return false;
    const page = new URL(origin);
    return page.host === host && isThisMachine(page.hostname);
  }
}
