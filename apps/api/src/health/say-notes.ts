import type { HouseHealth } from '@lazaret/pipeline';

/** What somebody at the desk should know before anything else. */
export interface Note {
  readonly level: 'warning' | 'danger';
  readonly text: string;
  /** Of the console. */
  readonly page: string | null;
}

type Words = Readonly<Record<'en' | 'de', string>>;

/** Work that has been due for so long means that something is stuck. */
const LATE_SECONDS = 300;
/** Fewer than so many of today's rows find their line: what is not seen is not proof of anything. */
const POOR_ATTRIBUTION = 0.5;

/** The most pressing first. */
export function sayNotes(health: HouseHealth, locale: 'en' | 'de'): Note[] {
  const minutes = (seconds: number): number => Math.floor(seconds / 60);
  const { oldestReleaseSeconds: release, oldestDueSeconds: due, attributionToday: found } = health;
  const notes: [boolean, Note['level'], string | null, Words][] = [
    [
      release >= LATE_SECONDS,
      'danger',
      '/garden',
      {
        en: `Somebody has been waiting for ${minutes(release)} minutes to be let out: the network does not answer.`,
        de: `Seit ${minutes(release)} Minuten wartet jemand auf die Freigabe: Das Netz antwortet nicht.`,
      },
    ],
    [
      due >= LATE_SECONDS,
      'danger',
      null,
      {
        en: `Work has been left undone for ${minutes(due)} minutes. Is the worker running?`,
        de: `Seit ${minutes(due)} Minuten bleibt Arbeit liegen. Läuft der Worker?`,
      },
    ],
    [
      health.stopped,
      'warning',
      '/garden',
      {
        en: 'Nobody new is confined: somebody has thrown the switch.',
        de: 'Niemand Neues wird eingeschränkt: Jemand hat den Schalter umgelegt.',
      },
    ],
    [
      found !== null && found < POOR_ATTRIBUTION,
      'warning',
      '/reports',
      {
        en: `Only ${percent(found)} % of today’s rows have found their line.`,
        de: `Nur ${percent(found)} % der heutigen Zeilen haben ihren Anschluss gefunden.`,
      },
    ],
    [
      health.failedReports > 0,
      'warning',
      '/reports?state=failed',
      {
        en: `${health.failedReports} of the last week’s reports could not be read.`,
        de: `${health.failedReports} Berichte der letzten Woche konnten nicht gelesen werden.`,
      },
    ],
    [
      health.failedJobs > 0,
      'warning',
      null,
      {
        en: `${health.failedJobs} jobs were given up; see lazaret job list on the machine.`,
        de: `${health.failedJobs} Aufgaben wurden aufgegeben; sehen Sie auf dem Rechner nach: lazaret job list.`,
      },
    ],
  ];
  return notes.filter(([holds]) => holds).map(([, level, page, words]) => ({ level, text: words[locale], page })); // prettier-ignore
}

function percent(share: number | null): number {
  return Math.floor((share ?? 0) * 100);
}
