import type { Row } from './rows.js';

const words = (text: string): readonly string[] => text.split(' ');

const SINKHOLE = words(
  'timestamp protocol src_ip src_port src_asn src_geo src_region src_city src_hostname src_naics src_sector device_vendor device_type device_model severity dst_ip dst_port dst_asn dst_geo dst_region dst_city dst_hostname dst_naics dst_sector public_source infection family tag application version event_id ssl_cipher ssl_servername',
);
const SCANNED = words(
  'timestamp severity ip protocol port hostname tag asn geo region city naics hostname_source sector',
);

/** The columns of each report type, as its publisher has them. */
export const COLUMNS = {
  event4_sinkhole: SINKHOLE,
  event6_sinkhole: SINKHOLE,
  event4_honeypot_brute_force: [
    ...SINKHOLE.slice(0, 31),
    ...words('service start_time end_time client_version username password payload_url payload_md5'),
  ],
  scan_dns: [...SCANNED, 'dns_version', 'min_amplification'],
  scan_telnet: [...SCANNED, 'banner'],
  compromised_website: [
    ...SCANNED,
    ...words('application category http_host url system detected_since server'),
  ],
} as const satisfies Record<string, readonly string[]>;
export type ReportType = keyof typeof COLUMNS;

export function writeCsv(type: ReportType, rows: readonly Row[]): string {
  const quote = (value: string | number): string =>
    typeof value === 'number' ? String(value) : `"${value}"`;
  const columns: readonly string[] = COLUMNS[type];
  const sorted = [...rows].sort((a, b) => String(a['timestamp']).localeCompare(String(b['timestamp'])));
  const body = sorted.map((row) => columns.map((column) => quote(row[column] ?? '')).join(','));
  return [columns.map(quote).join(','), ...body, ''].join('\n');
}
