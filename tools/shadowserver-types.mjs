#!/usr/bin/env node
// Derives libs/feeds/assets/shadowserver/report-types.json from a checkout of the Shadowserver Foundation's
// report schema: `node tools/shadowserver-types.mjs SCHEMA_DIR`. Only facts are taken: which report type has which
// column, what IntelMQ calls it, and the default severity. Look at the diff: a new type must be reviewed in
// libs/feeds/src/shadowserver/review.ts before a test lets it pass.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.argv[2];
if (!folder) {
  process.stderr.write('usage: node tools/shadowserver-types.mjs SCHEMA_DIR\n');
  process.exit(2);
}
const readJson = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
const reports = readJson('reports.json');
const { _meta: meta, ...maps } = readJson('intelmq.json');

const severities = new Map(
  readFileSync(join(folder, 'types.md'), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => ['info', 'low', 'medium', 'high', 'critical'].includes(cells.at(-2)))
    .map((cells) => [cells[1], cells.at(-2)]),
);

// The published conversions, under names that say what they mean.
const CONVERSIONS = {
  undefined: 'text',
  validate_to_none: 'text',
  convert_int: 'integer',
  invalidate_zero: 'nonzero',
  convert_bool: 'boolean',
  convert_float: 'number',
  validate_ip: 'address',
  validate_network: 'prefix',
  validate_fqdn: 'host',
  add_UTC_to_timestamp: 'time',
  convert_date: 'date',
  convert_date_utc: 'date',
  convert_http_host_and_url: 'url',
  extract_cve_from_tag: 'cve',
  category_or_detail: 'category',
  force_base64: 'base64',
  scan_exchange_taxonomy: 'exchange-taxonomy',
  scan_exchange_type: 'exchange-type',
  scan_exchange_identifier: 'exchange-identifier',
};

const types = {};
for (const map of Object.values(maps)) {
  const report = reports[map.file_name];
  if (!report) throw new Error(`${map.file_name} is in intelmq.json but not in reports.json`);
  const columns = {};
  for (const [name, column, conversion] of [...map.required_fields, ...map.optional_fields]) {
    const as = CONVERSIONS[conversion];
    if (!as) throw new Error(`${map.file_name}.${column}: unknown conversion ${conversion}`);
    const target = `${name.endsWith('.') ? name + column : name} ${as}`;
    const known = columns[column] ?? [];
    if (!known.includes(target)) columns[column] = [...known, target];
  }
  const columnOf = (name) =>
    [...map.required_fields, ...map.optional_fields].find(([field]) => field === name)?.[1];
  types[map.file_name] = {
    title: map.feed_name,
    severity: severities.get(map.file_name),
    time: columnOf('time.source'),
    address: columnOf('source.ip'),
    // In scan reports `port` is the port that listens; only `src_port` is the far end of a connection.
    sourcePort: columnOf('source.port') === 'src_port' ? 'src_port' : undefined,
    constants: map.constant_fields,
    columns,
  };
}

// What most types call a column is said once; a type says only where it differs.
const votes = {};
for (const { columns } of Object.values(types))
  for (const [column, targets] of Object.entries(columns)) {
    votes[column] ??= {};
    const vote = targets.join(', ');
    votes[column][vote] = (votes[column][vote] ?? 0) + 1;
  }
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
const usual = sorted(
  Object.fromEntries(
    Object.entries(votes).map(([column, counts]) => [
      column,
      Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0][0],
    ]),
  ),
);
const table = sorted(
  Object.fromEntries(
    Object.entries(types).map(([type, { columns, ...facts }]) => {
      const differ = Object.entries(columns).filter(([column, to]) => to.join(', ') !== usual[column]);
      return [
        type,
        {
          ...facts,
          columns: Object.keys(columns).sort().join(' '),
          differ: sorted(Object.fromEntries(differ.map(([column, to]) => [column, to.join(', ')]))),
        },
      ];
    }),
  ),
);

const target = fileURLToPath(new URL('../libs/feeds/assets/shadowserver/report-types.json', import.meta.url));
writeFileSync(
  target,
  `${JSON.stringify({ schema: meta.date_created.slice(0, 10), usual, types: table }, null, 2)}\n`,
);
process.stdout.write(`${Object.keys(table).length} report types of ${meta.date_created}\n`);
