import { IpAddress } from '@lazaret/kernel';

import { splitRecord, type CsvRecord } from '../read-records.js';
import {
  RAW_LIMIT,
  storable,
  type IntelmqEvent,
  type ParsedRow,
  type RejectedRow,
} from '../report-format.js';
import { SEVERITY, type ReportType, type SeverityWord } from './catalogue.js';
import { PLACEHOLDERS, type Cell } from './convert-value.js';
import type { Layout } from './read-header.js';
import { readTime } from './read-time.js';

/** IANA protocol numbers of the names reports use. */
const PROTOCOLS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  icmpv6: 58,
  'ipv6-icmp': 58,
  sctp: 132,
};
const TCP = 6;

/** One record as a row, or why not: the first thing wrong, with the column where it stands. */
export function readRow(type: ReportType, layout: Layout, record: CsvRecord): ParsedRow | RejectedRow {
  const reject = (column: string | null, reason: string): RejectedRow => ({
    line: record.line,
    column,
    reason,
    raw: storable(record.text, RAW_LIMIT),
  });
  const cells = readCells(layout, record);
  if (!Array.isArray(cells)) return reject(cells.column, cells.reason);
  const cell: Cell = (column) => cells[layout.at(column) ?? -1] ?? '';

  const seen = readTime(cell(type.timeColumn));
  if (seen === undefined) return reject(type.timeColumn, `no time in UTC: ${quote(cell(type.timeColumn))}`);
  const event = toEvent(type, layout, cells, cell);

  const address = type.addressColumn === undefined ? undefined : IpAddress.tryParse(cell(type.addressColumn));
  if (type.addressColumn !== undefined && address === undefined && event['source.network'] === undefined)
    return reject(type.addressColumn, `not an IP address: ${quote(cell(type.addressColumn))}`);
  for (const column of ['src_port', 'port', 'dst_port'])
    if (!isPort(cell(column))) return reject(column, `not a port: ${quote(cell(column))}`);

  const { verdict } = type;
  const protocol = protocolOf(event['protocol.transport']);
  const port = type.sourcePortColumn === undefined ? 0 : Number(cell(type.sourcePortColumn));
  const word = cell('severity').toLowerCase();
  return {
    line: record.line,
    reportType: type.name,
    content: contentOf(layout, cells),
    raw: record.text,
    seenAt: seen.at,
    precisionMs: seen.precisionMs,
    address: address?.toString() ?? null,
    port: port > 0 ? port : null,
    protocol,
    class: isInfected(type, cell) ? 'infected' : verdict.class,
    role: verdict.role,
    spoofable: verdict.spoofable === 'always' || (verdict.spoofable === 'unless-tcp' && protocol !== TCP),
    severity: word in SEVERITY ? SEVERITY[word as SeverityWord] : type.severity,
    taxonomy: textOf(event, 'classification.taxonomy') ?? 'other',
    type: textOf(event, 'classification.type') ?? 'undetermined',
    identifier: textOf(event, 'classification.identifier'),
    malware: textOf(event, 'malware.name'),
    event,
  };
}

/** The cells of a record, trimmed, one for each column; or what is wrong with its shape. */
export function readCells(
  layout: Layout,
  record: CsvRecord,
): string[] | { readonly column: string | null; readonly reason: string } {
  if (record.broken !== undefined) return { column: null, reason: record.broken };
  const fields = splitRecord(storable(record.text));
  if (!Array.isArray(fields))
    return { column: layout.columns[fields.badField] ?? null, reason: 'the quotation marks do not match' };
  const cells = fields.map((field) => field.trim());
  const missing = layout.columns.length - cells.length;
  const spare = missing > 0 && missing <= SPARE_FIELDS && record.cut !== true && fits(layout, cells);
  if (missing !== 0 && !spare)
    return {
      column: null,
      reason: `${cells.length} fields where the header has ${layout.columns.length}${record.cut === true ? '; the report ends in the middle of this row' : ''}`,
    };
  for (let place = 0; place < missing; place++) cells.push('');
  return cells;
}

// Reports in circulation leave out empty fields at the end of a row. Believed only where every cell still fits its
// column: a field missing further left would have moved a word under a number or an address.
const SPARE_FIELDS = 2;

function fits(layout: Layout, cells: readonly string[]): boolean {
  return cells.every(
    (text, place) =>
      PLACEHOLDERS.has(text) ||
      text === '0' ||
      layout.targets[place]?.some(({ convert }) => convert(text, () => '') !== undefined),
  );
}

function toEvent(type: ReportType, layout: Layout, cells: readonly string[], cell: Cell): IntelmqEvent {
  const event: IntelmqEvent = { ...type.constants };
  for (let place = 0; place < cells.length; place++) {
    const text = cells[place] ?? '';
    if (text === '') continue;
    let said = false;
    for (const { name, convert } of layout.targets[place] ?? []) {
      const value = convert(text, cell);
      if (value === undefined || (NAMES.has(name) && PLACEHOLDERS.has(text.toLowerCase()))) continue;
      event[name] = LOWER.has(name) && typeof value === 'string' ? value.toLowerCase() : value;
      said = true;
    }
    // Zero stands for "none" in numbers of registries; anything else that fits nowhere is kept as it is.
    if (!said && text !== '0') event[`extra.${layout.columns[place] ?? ''}`] ??= text;
  }
  // Sinkholes that leave `infection` empty still name a family or a tag.
  for (const [name, column] of FALLBACKS)
    if (event[name] === undefined && cell(column) !== '' && layout.says(name))
      event[name] = cell(column).toLowerCase();
  return event;
}

/** Names that a placeholder must not fill: a family called "unknown" is no family. */
const NAMES: ReadonlySet<string> = new Set(['malware.name', 'classification.identifier']);
const FALLBACKS = [
  ['malware.name', 'family'],
  ['classification.identifier', 'tag'],
] as const;
const LOWER: ReadonlySet<string> = new Set(['protocol.transport', 'malware.name']);

function contentOf(layout: Layout, cells: readonly string[]): string {
  let content = '';
  for (const place of layout.byName)
    if (cells[place] !== '') content += `${layout.columns[place] ?? ''}\u001F${cells[place] ?? ''}\u001E`;
  return content;
}

function isInfected({ verdict }: ReportType, cell: Cell): boolean {
  const when = verdict.infectedWhen;
  if (when === undefined) return false;
  const said = cell(when.column)
    .toLowerCase()
    .split(/[;,\s]+/);
  return said.some((word) => word === when.has.toLowerCase() || word.endsWith(`-${when.has.toLowerCase()}`));
}

// Empty and 0 are "none": a row without a port is still a row.
function isPort(text: string): boolean {
  return text === '' || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535);
}

function protocolOf(name: IntelmqEvent[string] | undefined): number {
  if (typeof name !== 'string') return 0;
  return PROTOCOLS[name] ?? (/^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : 0);
}

function textOf(event: IntelmqEvent, name: string): string | null {
  const value = event[name];
  return value === undefined ? null : String(value);
}

function quote(text: string): string {
  return text === '' ? 'it is empty' : JSON.stringify(storable(text, 60));
}
