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
  const held = visit?.garden?.state === 'confined' || visit?.garden?.state === 'releasing';
  switch (form.kind) {
    case 'cleaned':
      return visit?.garden || visit?.case?.clearedAt ? null : 'cleaned-done';
    case 'safety':
      return held ? null : 'safety-done';
    case 'not-me':
      return 'not-me-done';
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
