import { readFileSync } from 'node:fs';

import { buildCatalogue, ReportTypeTable, type Catalogue } from './catalogue.js';

let loaded: Catalogue | undefined;

/** The report types this build knows, read once. */
export function loadCatalogue(): Catalogue {
  loaded ??= buildCatalogue(
    ReportTypeTable.parse(read('report-types.json')),
    // Types the Foundation no longer publishes; archives and old mails still hold them. Kept by hand.
    ReportTypeTable.shape.types.parse(read('retired-types.json')),
  );
  return loaded;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../assets/shadowserver/${name}`, import.meta.url), 'utf8'));
}
