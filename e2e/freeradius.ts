import type { FreeRadiusNas } from '@lazaret/testing';

export {
  freeRadiusMissing,
  startFreeRadius,
  type AcceptedRequest,
  type FreeRadiusNas,
} from '@lazaret/testing';

/**
 * The content of `LAZARET_GARDEN` for a house whose only BNG is this FreeRADIUS.
 * @param names as the accounting names the BNG
 */
export function nasFile(nas: FreeRadiusNas, names: readonly string[], facts: object = {}): string {
  return JSON.stringify({ nas: { 'bng-north': nasEntry(nas, names, facts) } });
}

/** What that file says of it. */
export function nasEntry(nas: FreeRadiusNas, names: readonly string[], facts: object = {}): object {
  return {
    names,
    address: nas.address,
    port: nas.port,
    secret: nas.secret,
    driver: 'filter-id',
    open: 'residential',
    expiry: 'session-timeout',
    sessionTimeout: 86_400,
    readback: true,
    ...facts,
  };
}
