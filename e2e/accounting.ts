/** What one line does with its connection, as its BNG tells RADIUS. */
export interface Accounted {
  /** How its BNG is named; 198.18.255.1 unless said otherwise. */
  readonly nas?: string;
  readonly kind: 'Start' | 'Interim-Update' | 'Stop';
  readonly user: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly address: string;
  /** Behind the NAT: the ports of `address` that are this line's. */
  readonly ports?: readonly [first: number, last: number];
}

/** A file as FreeRADIUS's `detail` module writes it. A user has one session an address. */
export function detail(records: readonly Accounted[]): string {
  return records.map(record).join('');
}

function record({ nas = '198.18.255.1', kind, user, at, address, ports }: Accounted): string {
  const time = new Date(at);
  const attributes = [
    ['Acct-Status-Type', kind],
    ['Acct-Session-Id', `"${user}-${address}"`],
    ['User-Name', `"${user}"`],
    ['NAS-IP-Address', nas],
    ...(ports === undefined
      ? [['Framed-IP-Address', address]]
      : [
          ['Framed-IP-Address', '100.64.0.7'],
          ['Huawei-NAT-Public-Address', address],
          ['Huawei-NAT-Start-Port', String(ports[0])],
          ['Huawei-NAT-End-Port', String(ports[1])],
        ]),
    ['Timestamp', String(time.getTime() / 1_000)],
  ];
  const [, day, date, month, year, clock] = /^(\w+), (\d+) (\w+) (\d+) (\S+)/.exec(time.toUTCString()) ?? [];
  const lines = attributes.map(([name, value]) => `\t${name} = ${value}`);
  return [`${day} ${month} ${date} ${clock} ${year}`, ...lines, '', ''].join('\n');
}
