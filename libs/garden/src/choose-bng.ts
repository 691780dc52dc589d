import type { CapabilityOf, Session } from './stay.js';

/** Where nobody knows what a line is behind: such lines share one budget. */
const NOWHERE = 'unknown';

/**
 * Behind which BNG a line would be held: where its newest internet session is, and first where one can be confined. A line
 * without a session is held where it dials in next; until then what the directory has is the best that anybody knows.
 * A NAS with several names is one BNG.
 * @param directory the NAS of the line, by the directory
 */
export function chooseBng(
  sessions: readonly Session[],
  directory: string | null,
  capabilityOf: CapabilityOf,
): string {
  const internet = sessions
    .filter(({ service }) => service === 'internet')
    .sort((a, b) => b.sessionId - a.sessionId);
  const able = internet.find(({ nas }) => capabilityOf(nas)?.expiry === true);
  const nas = (able ?? internet[0])?.nas ?? directory;
  return nas === null ? NOWHERE : (capabilityOf(nas)?.key ?? nas);
}
