import { portalShape } from '@lazaret/portal';

/** Of all our settings the portal is handed only these: it stands where strangers come. */
const NAMES = [...Object.keys(portalShape), 'LAZARET_BRANDS', 'LAZARET_LOG_LEVEL'];

export function portalEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith('LAZARET_') || NAMES.includes(name)),
  );
}
