import type { Asked, AskedLast, Visit, VisitedGarden } from '@lazaret/portal';

export type PageName =
  | 'neutral'
  | 'well'
  | 'told'
  | 'confined'
  | 'opening'
  | 'waiting'
  | 'released'
  | 'cleared'
  | 'mistaken'
  | 'safety-done'
  | 'not-me-done'
  | 'call-done'
  | 'read-done'
  | 'cleaned-done';

/**
 * The page that fits how things stand. It follows from the truth alone, so that opening the address again is enough to go
 * on, whatever window was closed meanwhile.
 * @param form what became of the form just sent; null when the page is opened by its address
 */
export function choosePage(visit: Visit | null, form: Asked | null): PageName {
  return (form === null ? null : answerTo(form, visit)) ?? standing(visit, form);
}

/** Thanks for what was asked; null where the standing says more than thanks would. */
function answerTo(form: Asked, visit: Visit | null): PageName | null {
  const garden = visit?.garden ?? null;
  const held = garden?.state === 'confined' || garden?.state === 'releasing';
  // Of a line that is open again this very form may be the reason.
  const opened = garden?.state === 'released' && isReason(garden, form);
  switch (form.kind) {
    case 'cleaned':
      return held || opened || visit?.case?.clearedAt ? null : 'cleaned-done';
    case 'safety':
      return held || opened ? null : 'safety-done';
    case 'not-me':
      // One of long ago keeps nobody from seeing how it stands today.
      return held && form.at < garden.confirmedAt ? null : 'not-me-done';
    case 'call':
      return 'call-done';
    case 'acknowledge':
      return 'read-done';
  }
}

/** Whether this request lets a line out, or is about to: it was made since the line is held. */
export function opensGarden(garden: VisitedGarden, asked: AskedLast): boolean {
  return (asked.kind === 'cleaned' || asked.kind === 'safety') && asked.at >= garden.confirmedAt;
}

/** Whether it was this request that let the line out, or lets it out now. */
export function isReason(garden: VisitedGarden, asked: AskedLast): boolean {
  return opensGarden(garden, asked) && (garden.openWhy === null || garden.openWhy === asked.kind);
}

function standing(visit: Visit | null, form: Asked | null): PageName {
  if (visit === null) return 'neutral';
  const { garden, asked } = visit;
  if (visit.case === null) return 'well';
  if (garden?.state === 'releasing') return 'opening';
  if (garden?.state === 'confined') {
    // The newest request may be another: whoever asked to be let out may have asked for a call since.
    const opening = [form, asked].some(
      (one) =>
        one !== null && opensGarden(garden, one) && (one.outcome === null || one.outcome === 'released'),
    );
    if (opening) return 'opening';
    return garden.releaseWantedAt === null ? 'confined' : 'waiting';
  }
  const { clearedAt, lastSeenAt } = visit.case;
  if (lastSeenAt === null) return 'mistaken';
  if (clearedAt !== null) return 'cleared';
  const openSince = garden?.state === 'released' ? garden.releasedAt : null;
  return openSince !== null && lastSeenAt <= openSince ? 'released' : 'told';
}
