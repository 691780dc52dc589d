/** What is told of a release: who or what let the line out, and whom to thank for it. */
export const RELEASES = ['cleaned', 'safety', 'unanswered', 'appeal', 'ended', 'mistaken', 'ours'] as const;
export type Release = (typeof RELEASES)[number];

/**
 * Whom a letter or a page thanks, or asks for pardon, when a line is open again. What nobody there did is ours.
 * @param openWhy why the line was let out, as the garden notes it
 * @param wantedWhy what the subscriber had asked for before, and nobody had answered yet
 */
export function chooseRelease(openWhy: string | null, wantedWhy: string | null): Release {
  switch (openWhy) {
    case 'cleaned':
    case 'safety':
      return openWhy;
    case 'unanswered':
      return wantedWhy === 'not-me' ? 'appeal' : 'unanswered';
    case 'time-is-up':
      return 'ended';
    case 'withdrawn':
      return 'mistaken';
    default:
      return 'ours';
  }
}
