import { Refused } from '@lazaret/kernel';

// `2020-04-03-scan_ics-sample-asn-delayed.csv` (the schema's report-filename page) or a bare `scan_ics.csv`.
const DATED = /^\d{4}-\d{2}-\d{2}-([a-z0-9_]+)(?:-[^/]*)?\.csv$/;
const BARE = /^([a-z0-9_]+)\.csv$/;

/** The report type a file name states. @throws Refused when it states none. */
export function typeInName(fileName: string): string {
  const last = fileName.slice(fileName.lastIndexOf('/') + 1).toLowerCase();
  const name = last.endsWith('.gz') ? last.slice(0, -3) : last;
  const type = (DATED.exec(name) ?? BARE.exec(name))?.[1];
  if (type === undefined)
    throw new Refused(`the file name ${JSON.stringify(last)} does not say which report it is`, {
      problems: [
        { at: last, message: 'name it like 2026-11-12-event4_sinkhole-example.csv or event4_sinkhole.csv' },
      ],
    });
  return type;
}
