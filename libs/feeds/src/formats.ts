import { Refused } from '@lazaret/kernel';

import type { ReportFormat } from './report-format.js';
import { loadCatalogue } from './shadowserver/load-catalogue.file.js';
import { shadowserver } from './shadowserver/shadowserver.js';

/** The report formats by the name that feeds and commands use. A new provider is a folder beside and a line here. */
export const formats = {
  shadowserver: (): ReportFormat => shadowserver(loadCatalogue()),
} as const satisfies Record<string, () => ReportFormat>;

export type FormatName = keyof typeof formats;

/** @throws Refused naming the formats there are. */
export function formatOf(name: string): ReportFormat {
  if (!Object.hasOwn(formats, name))
    throw new Refused(
      `no report format is called ${JSON.stringify(name)}; there is ${Object.keys(formats).join(', ')}`,
    );
  return formats[name as FormatName]();
}
