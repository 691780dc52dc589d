import { markup, Markup } from './markup.js';
import { plain } from './say.js';

/** What a colour means, everywhere: only these, each with its shape and always beside a word. */
type Tone = 'watch' | 'told' | 'wait' | 'conf' | 'clear' | 'bad';

const SHAPES: Readonly<Record<Tone, string>> = {
  watch: '<path d="M1 6s1.9-3.3 5-3.3S11 6 11 6 9.1 9.3 6 9.3 1 6 1 6z"/><circle cx="6" cy="6" r="1.4"/>',
  told: '<path d="M1.5 3h9v6.2H4.2L1.5 11z"/>',
  wait: '<circle cx="6" cy="6" r="4.7"/><path d="M6 3.3V6l1.8 1.3"/>',
  conf: '<path d="M1.5 6h9M1.5 3.2h9M1.5 8.8h9M4 1.5v9M8 1.5v9"/>',
  clear: '<path d="M2 6.4 4.8 9 10 3.2"/>',
  bad: '<path d="M6 1.5 11 10.4H1zM6 5v2.4M6 8.9v.2"/>',
};

const STATES: Readonly<Record<string, readonly [Tone, string]>> = {
  watching: ['watch', 'Watching'],
  observing: ['watch', 'Observed only'],
  told: ['told', 'Told'],
  reminded: ['told', 'Told twice'],
  waiting: ['wait', 'Waiting for a person'],
  confined: ['conf', 'Confined'],
  cleared: ['clear', 'Clear'],
  closed: ['watch', 'Closed'],
  planned: ['watch', 'Planned'],
  claimed: ['watch', 'On its way'],
  sending: ['watch', 'On its way'],
  sent: ['told', 'Sent'],
  delivered: ['told', 'Delivered'],
  held: ['wait', 'Held'],
  uncertain: ['wait', 'Uncertain'],
  failed: ['bad', 'Failed'],
  bounced: ['bad', 'Bounced'],
  cancelled: ['watch', 'Cancelled'],
};

export function toneOf(state: string): Tone {
  return STATES[state]?.[0] ?? 'watch';
}

export function stateName(state: string): string {
  return STATES[state]?.[1] ?? plain(state);
}

/** A state of a case or of a letter: colour, shape and word. */
export function chip(state: string): Markup {
  const tone = toneOf(state);
  return markup`<span class="chip ${tone}"><svg viewBox="0 0 12 12" aria-hidden="true">${new Markup(SHAPES[tone])}</svg>${stateName(state)}</span>`;
}
