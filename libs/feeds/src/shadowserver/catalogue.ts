import { z } from 'zod';

import { Refused } from '@lazaret/kernel';

import { CONVERSIONS, type Conversion } from './convert-value.js';
import { VERDICTS, type Verdict } from './review.js';

const Severity = z.enum(['info', 'low', 'medium', 'high', 'critical']);
export type SeverityWord = z.infer<typeof Severity>;

/** 1 info … 5 critical, as the schema's severity page orders them. */
export const SEVERITY: Readonly<Record<SeverityWord, number>> = {
  info: 1,
  low: 2,
  medium: 3,
  high: 4,
  critical: 5,
};

/** Shape of `assets/shadowserver/report-types.json`: columns and names as published, nothing of our judgement. */
export const ReportTypeTable = z.object({
  schema: z.iso.date(),
  /** Column → `IntelMQ-name conversion`, several parted by `, `; what most report types agree on. */
  usual: z.record(z.string(), z.string()),
  types: z.record(
    z.string(),
    z.object({
      title: z.string(),
      severity: Severity.optional(),
      time: z.string(),
      address: z.string().optional(),
      sourcePort: z.string().optional(),
      constants: z.record(z.string(), z.string()),
      columns: z.string(),
      differ: z.record(z.string(), z.string()),
    }),
  ),
});
export type ReportTypeTable = z.infer<typeof ReportTypeTable>;

/** One value a column gives: under which IntelMQ name, converted how. */
export interface Target {
  readonly name: string;
  readonly convert: Conversion;
}

/** Everything the parser knows of one report type: the published facts and the reviewed verdict. */
export interface ReportType {
  readonly name: string;
  readonly title: string;
  readonly severity: number;
  readonly timeColumn: string;
  /** Whose address the report is about; undefined where it names none. */
  readonly addressColumn: string | undefined;
  /** Only where the column is the far end of a connection that the address itself opened. */
  readonly sourcePortColumn: string | undefined;
  readonly constants: Readonly<Record<string, string>>;
  readonly columns: ReadonlyMap<string, readonly Target[]>;
  readonly verdict: Verdict;
}

/** The report types by name, and the mapping version under which feeds are activated. */
export interface Catalogue {
  readonly version: string;
  readonly types: ReadonlyMap<string, ReportType>;
}

/** Joins the published table with the retired types and the verdicts. @throws Refused naming each type without a verdict. */
export function buildCatalogue(table: ReportTypeTable, retired: ReportTypeTable['types']): Catalogue {
  const verdicts = verdictByType();
  const all = Object.entries({ ...table.types, ...retired });
  const unreviewed = all.filter(([name]) => !verdicts.has(name));
  if (unreviewed.length > 0)
    throw new Refused('report types without a verdict', {
      problems: unreviewed.map(([name]) => ({
        at: name,
        message: 'decide its role, class and spoofability in review.ts',
      })),
    });
  const types = new Map<string, ReportType>();
  for (const [name, facts] of all) {
    const verdict = verdicts.get(name);
    if (verdict === undefined) continue;
    types.set(name, {
      name,
      title: facts.title,
      severity: SEVERITY[facts.severity ?? 'info'],
      timeColumn: facts.time,
      addressColumn: verdict.address ?? facts.address,
      sourcePortColumn: verdict.sourcePort ? facts.sourcePort : undefined,
      constants: facts.constants,
      columns: new Map(
        facts.columns.split(' ').map((column) => {
          const targets = facts.differ[column] ?? table.usual[column];
          if (targets === undefined) throw new Refused(`${name}: nobody says what column ${column} means`);
          return [column, targets.split(', ').map(toTarget)];
        }),
      ),
      verdict,
    });
  }
  return { version: `shadowserver-${table.schema}.${REVIEW}`, types };
}

/** Raised by hand when a verdict or a conversion changes its meaning: every feed then starts in `observe` again. */
const REVIEW = 1;

function toTarget(text: string): Target {
  const [name = '', as = ''] = text.split(' ');
  const convert = CONVERSIONS[as];
  if (convert === undefined) throw new Refused(`${name}: nobody knows the conversion ${JSON.stringify(as)}`);
  return { name, convert };
}

/** @throws Refused when two verdicts claim one type. */
export function verdictByType(): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const verdict of VERDICTS)
    for (const name of verdict.types.split(/\s+/)) {
      if (found.has(name)) throw new Refused(`${name} has two verdicts`);
      found.set(name, verdict);
    }
  return found;
}
