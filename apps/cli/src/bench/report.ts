import { heldBy, NOW, type ProviderSize } from './provider.js';

const DAY = 86_400_000;
const COLUMNS =
  'timestamp protocol src_ip src_port src_asn src_geo src_region src_city src_hostname src_naics src_sector device_vendor device_type device_model severity dst_ip dst_port dst_asn dst_geo dst_region dst_city dst_hostname dst_naics dst_sector public_source infection family tag application version event_id ssl_cipher ssl_servername'.split(
    ' ',
  );
type Row = Readonly<Record<string, string | number>>;

/** The name tells the parser what it is. */
export const REPORT_NAME = '2026-11-12-event4_sinkhole-bench.csv';

/**
 * A sinkhole report of some 450 bytes a row, the same for every `run` of one number. Half of its rows are of a twentieth
 * of the lines, as trouble has it; every twentieth row is one that must be refused, each time for another reason.
 */
export async function* reportBytes(
  rows: number,
  run: number,
  size: ProviderSize,
): AsyncGenerator<Uint8Array> {
  let text = `${COLUMNS.map((column) => `"${column}"`).join(',')}\n`;
  for (let n = 0; n < rows; n++) {
    const row = n % 20 === 19 ? refused(n, run, size) : sighting(n, run, size);
    text += `${COLUMNS.map((column) => quote(row[column] ?? '')).join(',')}\n`;
    if (text.length < 65_536) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

function quote(value: string | number): string {
  return typeof value === 'number' ? String(value) : `"${value}"`;
}

function sighting(n: number, run: number, size: ProviderSize): Row {
  const step = n * 7_919 + run * 1_299_709;
  const line = n % 2 === 0 ? step % Math.ceil(size.lines / 20) : step % size.lines;
  const { address, ports, from, to } = heldBy(line, n % Math.min(2, size.leasesPerLine), size);
  // A minute within the edges, so that no clock skew can reach another holder.
  const at = from + 60_000 + ((step * 1_000) % (to - from - 120_000));
  const port = ports ? ports.from + (n % (ports.to - ports.from)) : 1_024 + (step % 60_000);
  return event(n, run, at, address, port);
}

/** Why a row can have no line, one reason after the other. */
function refused(n: number, run: number, size: ProviderSize): Row {
  const yesterday = NOW.getTime() - DAY + (n % 40_000) * 1_000;
  const port = 1_024 + ((n + run) % 60_000);
  const reasons: readonly Row[] = [
    event(n, run, yesterday, `203.0.113.${n % 256}`, port), // not-ours
    event(n, run, yesterday, `10.255.255.${n % 256}`, port), // own
    event(n, run, yesterday, `10.250.${n % 250}.7`, port), // no-lease
    event(n, run, yesterday, heldBy(0, 0, size).address, 0), // needs-port
    event(n, run, NOW.getTime() - 30 * DAY, heldBy(1, 0, size).address, port), // expired
    event(n, run, yesterday, '10.1.2.300', port), // put aside
  ];
  return reasons[Math.floor(n / 20) % reasons.length] ?? {};
}

function event(n: number, run: number, at: number, address: string, port: number): Row {
  return {
    timestamp: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    protocol: 'tcp',
    src_ip: address,
    src_port: port,
    src_asn: 64_500,
    src_geo: 'GB',
    src_region: 'ENGLAND',
    src_city: 'NEWCASTLE UPON TYNE',
    src_hostname: `host-${address.replaceAll('.', '-')}.access.bench.example`,
    src_naics: 517_311,
    src_sector: 'Communications, Service Provider, and Hosting Service',
    device_vendor: 'Hikvision',
    device_type: 'ip-camera',
    device_model: 'DS-2CD2042WD',
    severity: 'critical',
    dst_ip: `192.88.99.${n % 8}`,
    dst_port: 443,
    dst_asn: 64_511,
    dst_geo: 'DE',
    dst_region: 'HESSEN',
    dst_city: 'FRANKFURT AM MAIN',
    public_source: 'sinkhole-partner',
    infection: 'mirai',
    family: 'mirai',
    tag: 'mirai',
    application: 'https',
    event_id: `${run}-${n}`,
    ssl_servername: 'update.sinkholed.example',
  };
}
