import { IpAddress } from '@lazaret/kernel';

import { FlatEvent, type Value } from '../flat-event.js';
import type { CsvRecord } from '../read-records.js';
import { RAW_LIMIT, storable, type ParsedRow, type RejectedRow } from '../report-format.js';
import { SEVERITY, type ReportType, type SeverityWord } from './catalogue.js';
import { PLACEHOLDERS, type Cell } from './convert-value.js';
import { readCells } from './read-cells.js';
import type { Layout } from './read-header.js';
import { readTime } from './read-time.js';

/** IANA protocol numbers of the names reports use. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['tcp', 6],
  ['udp', 17],
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['sctp', 132],
]);
const TCP = 6;
const PORT_COLUMNS = ['src_port', 'port', 'dst_port'] as const;

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
  const event = readEvent(type, layout, cells, cell, seen.at.toISOString());
  const address = type.addressColumn === undefined ? undefined : IpAddress.tryParse(cell(type.addressColumn));
  if (type.addressColumn !== undefined && address === undefined && event.get('source.network') === undefined)
    return reject(type.addressColumn, `not an IP address: ${quote(cell(type.addressColumn))}`);
  const badPort = PORT_COLUMNS.find((column) => !isPort(cell(column)));
  if (badPort !== undefined) return reject(badPort, `not a port: ${quote(cell(badPort))}`);

  const { verdict } = type;
  const protocol = protocolOf(event.text('protocol.transport'));
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
    taxonomy: event.text('classification.taxonomy') ?? 'other',
    type: event.text('classification.type') ?? 'undetermined',
    identifier: event.text('classification.identifier'),
    malware: event.text('malware.name'),
    event,
  };
}

/** Names that IntelMQ spells in small letters. */
const LOWER = ['protocol.transport', 'malware.name'] as const;
/** Sinkholes that leave `infection` empty still name a family or a tag. */
const FALLBACKS = [
  ['malware.name', 'family'],
  ['classification.identifier', 'tag'],
] as const;

function readEvent(
  type: ReportType,
  layout: Layout,
  cells: readonly string[],
  cell: Cell,
  time: string,
): FlatEvent {
  const { shape, fillers, spareSlots } = layout;
  const values = new Array<Value | undefined>(shape.names.length).fill(undefined);
  for (const name in type.constants) values[shape.slotOf(name)] = type.constants[name];
  values[shape.slotOf('time.source')] = time;
  for (let place = 0; place < cells.length; place++) {
    const text = cells[place] ?? '';
    if (text === '') continue;
    let said = fillers[place]?.length === 0;
    for (const { slot, convert, isName } of fillers[place] ?? []) {
      const value = isName && PLACEHOLDERS.has(text.toLowerCase()) ? undefined : convert(text, cell);
      if (value === undefined) continue;
      values[slot] = value;
      said = true;
    }
    // Zero stands for "none" in numbers of registries; anything else that fits nowhere is kept as it is.
    if (!said && text !== '0') values[spareSlots[place] ?? -1] ??= text;
  }
  for (const [name, column] of FALLBACKS) {
    const slot = shape.slotOf(name);
    if (layout.says(name) && values[slot] === undefined && !PLACEHOLDERS.has(cell(column).toLowerCase()))
      values[slot] = cell(column);
  }
  for (const name of LOWER) {
    const slot = shape.slotOf(name);
    const value = values[slot];
    if (typeof value === 'string') values[slot] = value.toLowerCase();
  }
  return new FlatEvent(shape, values);
}

function contentOf(layout: Layout, cells: readonly string[]): string {
  const content: string[] = [];
  for (const place of layout.byName)
    if (cells[place] !== '')
      content.push(layout.columns[place] ?? '', '\u001F', cells[place] ?? '', '\u001E');
  return content.join('');
}

function isInfected({ verdict }: ReportType, cell: Cell): boolean {
  const when = verdict.infectedWhen;
  if (when === undefined) return false;
  const word = when.has.toLowerCase();
  const said = cell(when.column)
    .toLowerCase()
    .split(/[;,\s]+/);
  return said.some((tag) => tag === word || tag.endsWith(`-${word}`));
}

// Empty and 0 are "none": a row without a port is still a row.
function isPort(text: string): boolean {
  return text === '' || (/^\d{1,5}$/.test(text) && Number(text) <= 65_535);
}

function protocolOf(name: string | null): number {
  if (name === null) return 0;
  return PROTOCOLS.get(name) ?? (/^\d{1,3}$/.test(name) && Number(name) < 256 ? Number(name) : 0);
}

function quote(text: string): string {
  return text === '' ? 'it is empty' : JSON.stringify(storable(text, 60));
}
