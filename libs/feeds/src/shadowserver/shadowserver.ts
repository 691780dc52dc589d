import type { ReportFormat } from '../report-format.js';
import type { Catalogue } from './catalogue.js';
import { parseReport, typeOf } from './parse-report.js';

/** CSV reports of the Shadowserver Foundation. */
export function shadowserver(catalogue: Catalogue): ReportFormat {
  return {
    mappingVersion: catalogue.version,
    reportTypes: [...catalogue.types.keys()],
    reportType: (fileName) => typeOf(catalogue, fileName).name,
    parse: (fileName, bytes) => parseReport(catalogue, fileName, bytes),
  };
}
