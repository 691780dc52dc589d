import { DAY } from '../calendar.js';
import { LANE_GROUPS, type Lane, type LaneEvent, type LaneGroup, type LaneKind } from '../lanes.js';
import { chip } from './chip.js';
import { layout, type Clock } from './layout.js';
import { markup, Markup } from './markup.js';
import { count, sayDay, sayTime } from './say.js';
import { code } from './table.js';

/** What the signs look like and which colour of a state they take. */
const SIGNS: Readonly<Record<LaneKind, readonly [tone: string, path: string]>> = {
  seen: [
    'watch',
    '<path d="M1 6s1.9-3.3 5-3.3S11 6 11 6 9.1 9.3 6 9.3 1 6 1 6z"/><circle cx="6" cy="6" r="1.4"/>',
  ],
  letter: ['told', '<path d="M1.5 3h9v6.2h-9zM1.5 3.4 6 6.8l4.5-3.4"/>'],
  person: ['watch', '<circle cx="6" cy="3.6" r="2"/><path d="M2 10.6c.5-2.4 2-3.6 4-3.6s3.5 1.2 4 3.6"/>'],
  portal: ['told', '<path d="M2 1.8h8v8.4H2zM4 7.6h4M4 5.4h4"/>'],
  garden: ['conf', '<path d="M1.5 6h9M1.5 3.2h9M1.5 8.8h9M4 1.5v9M8 1.5v9"/>'],
  free: ['clear', '<path d="M1.5 10.2h5M4 10.2V2.4l4.4-1v9.6"/>'],
  clear: ['clear', '<path d="M2 6.4 4.8 9 10 3.2"/>'],
  desk: ['wait', '<circle cx="6" cy="6" r="4.7"/><path d="M6 3.3V6l1.8 1.3"/>'],
  wrong: ['bad', '<path d="M6 1.5 11 10.4H1zM6 5v2.4M6 8.9v.2"/>'],
};

/** The ladder of a few lines side by side: one column a line, time downwards, one row a day. */
export function lanesPage(lanes: readonly Lane[], group: LaneGroup, clock: Clock): Markup {
  const others = (Object.keys(LANE_GROUPS) as LaneGroup[]).map((name) => {
    const current = name === group ? markup` aria-current="page"` : null;
    return markup`<a href="${name === 'garden' ? '/lines' : `/lines/${name}`}"${current}>${LANE_GROUPS[name].title}</a>`;
  });
  return layout({
    title: 'Lines side by side',
    part: 'lines',
    whole: true,
    clock,
    body: markup`<h1>Lines side by side</h1>
      <p class="lead">One column is one line; time goes down. Its people behave as the heading says. Let the clock go on and see what becomes of them, or open the portal as one of them.</p>
      <nav class="tabs" aria-label="Which lines">${others}</nav>
      ${lanes.length === 0 ? markup`<p class="empty">Here will be the first lines in trouble. Nobody is: the reports of the first morning bring them.</p>` : grid(lanes, clock)}`,
  });
}

function grid(lanes: readonly Lane[], { now }: Clock): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="Lines by day"><table class="lanes" role="table" aria-label="Lines by day">
    <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" class="date">Day</th>${lanes.map(head)}</tr></thead>
    <tbody role="rowgroup">${rows(lanes, now)}</tbody></table></div>`;
}

function head({ ref, behaviour, state, code: caseCode, address, quietDays }: Lane): Markup {
  const line = caseCode === null ? code(ref) : markup`<a href="/case/${caseCode}">${code(ref)}</a>`;
  const quiet =
    quietDays === null || quietDays < 2
      ? null
      : markup`<p class="soft">quiet for ${count(quietDays, 'day')}</p>`;
  return markup`<th role="columnheader" scope="col"><p class="who">${behaviour}</p><p>${line} ${chip(state)}</p>
    <p class="soft">${address === null ? 'offline' : code(address)}</p>
    <form method="post" action="/be"><input type="hidden" name="line" value="${ref}"><button>Be this subscriber</button></form>${quiet}</th>`;
}

/** The newest days last, as one reads; days on which nothing happened to any of them are one row. */
function rows(lanes: readonly Lane[], now: Date): Markup[] {
  const first = Math.min(...lanes.flatMap(({ events }) => events.map(({ at }) => dayOf(at))), dayOf(now));
  const made: Markup[] = [];
  let quiet = 0;
  const skip = (): void => {
    if (quiet > 0)
      made.push(
        markup`<tr role="row" class="quiet"><th role="rowheader" scope="row" class="date">${count(quiet, 'day')}</th><td role="cell" colspan="${lanes.length}">nothing</td></tr>`,
      );
    quiet = 0;
  };
  for (let day = first; day <= dayOf(now); day += DAY) {
    const cells = lanes.map(({ events }) => events.filter(({ at }) => dayOf(at) === day));
    if (cells.every((cell) => cell.length === 0)) {
      quiet += 1;
      continue;
    }
    skip();
    const [weekday = '', ...date] = sayDay(new Date(day)).split(' ');
    made.push(markup`<tr role="row"><th role="rowheader" scope="row" class="date">${weekday.slice(0, 3)} <b>${date.join(' ')}</b></th>
      ${cells.map((cell, i) => markup`<td role="cell" data-head="${lanes[i]?.ref ?? ''}"${cell.length === 0 ? markup` class="none"` : null}>${cell.length === 0 ? null : markup`<ol>${cell.map(event)}</ol>`}</td>`)}</tr>`);
  }
  skip();
  return made;
}

function event({ at, kind, text, href }: LaneEvent): Markup {
  const [tone, path] = SIGNS[kind];
  const words = href === null ? markup`${text}` : markup`<a href="${href}">${text}</a>`;
  return markup`<li class="${tone}"><svg viewBox="0 0 12 12" aria-hidden="true">${new Markup(path)}</svg><span>${words} <time datetime="${at.toISOString()}">${sayTime(at)}</time></span></li>`;
}

function dayOf(at: Date): number {
  return Math.floor(at.getTime() / DAY) * DAY;
}
