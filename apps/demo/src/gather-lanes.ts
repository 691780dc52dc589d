import { CaseListView, CasePageView, type CasePage, type TimelineEntry } from '@lazaret/cases';
import { DirectoryService } from '@lazaret/directory';
import type { OpenHouse } from '@lazaret/pipeline';
import type { Tx } from '@lazaret/platform';

import { DAY } from './calendar.js';
import { LANE_GROUPS, type Lane, type LaneEvent, type LaneGroup } from './lanes.js';
import type { SunkMail } from './mail/sunk-mail.js';
import { BEHAVIOURS } from './people/behave.js';
import { sourceOf } from './people/go-to-portal.js';
import type { Behaviour, Person } from './people/person.js';
import { standing } from './story.js';
import { joinSeen, tellLane } from './tell-lane.js';
import type { DiaryEntry, World } from './world/world.js';

const MOST_CASES = 6;

/** One line of each behaviour of a group, with all that happened to it. */
export async function gatherLanes(
  house: OpenHouse,
  world: World,
  mails: readonly SunkMail[],
  group: LaneGroup,
): Promise<Lane[]> {
  const now = await house.now();
  return house.database.run(async (tx) => {
    const lanes: Lane[] = [];
    for (const behaviour of LANE_GROUPS[group].behaviours) {
      const person = exampleOf(world, behaviour);
      if (person) lanes.push(await laneOf(house, tx, world, mails, person, now));
    }
    return lanes;
  });
}

/** Whoever has been through most by now. */
function exampleOf(world: World, behaviour: Behaviour): Readonly<Person> | undefined {
  const been = ({ stays, letters, from }: Readonly<Person>): number =>
    stays * 100 + letters * 10 - (from ?? 0) / Number.MAX_SAFE_INTEGER;
  return world.people
    .filter((one) => one.behaviour === behaviour && (one.from ?? 0) <= world.now)
    .sort((a, b) => been(b) - been(a) || a.line - b.line)[0];
}

async function laneOf(
  house: OpenHouse,
  tx: Tx,
  world: World,
  mails: readonly SunkMail[],
  person: Readonly<Person>,
  now: Date,
): Promise<Lane> {
  const { ref } = world.line(person.line);
  const pages = await casesOf(house, tx, ref);
  const newest = pages[0]?.case ?? null;
  const letters = new Map(mails.map((mail) => [mail.notice, `/letter/${mail.id}`]));
  const letterAt = (notice: number): string | null => letters.get(notice) ?? null;
  const told = pages.flatMap(({ case: one, timeline }) =>
    timeline.flatMap((entry: TimelineEntry) => tellLane(entry, one.code, letterAt)),
  );
  const done = world.diaryOf(person.line).map(tellDiary);
  const seenAt = pages.map(({ case: one }) => one.lastSeenAt?.getTime() ?? 0).sort((a, b) => b - a)[0] ?? 0;
  const session = world.session(person.line);
  return {
    ref,
    behaviour: BEHAVIOURS[person.behaviour],
    state: newest === null ? 'watching' : standing(newest),
    code: newest?.code ?? null,
    address: (session && sourceOf(session)?.address) ?? null,
    quietDays: seenAt === 0 ? null : Math.floor((now.getTime() - seenAt) / DAY),
    events: joinSeen([...told, ...done].sort((a, b) => a.at.getTime() - b.at.getTime())),
  };
}

/** The newest first. */
async function casesOf(house: OpenHouse, tx: Tx, ref: string): Promise<CasePage[]> {
  const line = await house.get(DirectoryService).findLine(tx, ref);
  if (!line) return [];
  const { cases } = await house.get(CaseListView).page(tx, { lineId: line.id }, { limit: MOST_CASES });
  const pages: CasePage[] = [];
  for (const { code } of cases) pages.push(await house.get(CasePageView).show(tx, code));
  return pages.sort((a, b) => b.case.id - a.case.id);
}

const DIARY: Readonly<Record<DiaryEntry['what'], string>> = {
  infected: 'A device is infected',
  cleaned: 'Cleans the device',
  'infected-again': 'Infected again',
  'lost-address': 'Its address goes to somebody else; nobody is told',
  'got-address': 'Gets another line’s address; the records are late',
};

function tellDiary({ at, what }: DiaryEntry): LaneEvent {
  return { at: new Date(at), kind: 'person', text: DIARY[what], href: null };
}
