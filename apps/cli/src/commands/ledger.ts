import { type Command, Option } from 'commander';

import { Refused } from '@lazaret/kernel';
import { LedgerImportService, LedgerService, readServiceRule, type Imported } from '@lazaret/ledger';

import { readInstant, readNumber } from '../read-words.js';
import { withHouse, type House } from '../open-house.js';
import { show, table, type Output } from '../output.js';

interface ImportOptions {
  readonly format: 'freeradius-detail' | 'prefixes';
  readonly source: string;
  readonly realm: string;
  readonly timeZone?: string;
  readonly interim?: string;
  readonly skew?: string;
  readonly serviceBy?: string;
}

export function ledgerCommand(root: Command, output: () => Output): void {
  const ledger = root.command('ledger').description('who held which address, when');
  ledger
    .command('import')
    .description('bring in accounting records or the address plan; the same file again changes nothing')
    .argument('<files...>', 'files, in any order of time')
    .addOption(
      new Option('--format <format>', 'what the files are')
        .choices(['freeradius-detail', 'prefixes'])
        .makeOptionMandatory(),
    )
    .option(
      '--source <name>',
      'whose records they are; for prefixes: who must know the holders in pools',
      'radius',
    )
    .option('--realm <name>', 'routing realm (VRF) of the addresses', '')
    .option('--time-zone <zone>', 'zone of times that carry none, such as Europe/Berlin')
    .option(
      '--interim <seconds>',
      'interval of interim updates; silence of two makes an open session uncertain',
    )
    .option('--skew <milliseconds>', 'how wrong the clock of the source may be')
    .option(
      '--service-by <rule>',
      'which attribute tells the service, as ATTRIBUTE=VALUE:SERVICE[,VALUE:SERVICE…]; none: all is Internet access',
    )
    .action(async (files: string[], options: ImportOptions) => {
      const out = output();
      await withHouse(async (house) => {
        for (const path of files) {
          const done = await importOne(house.get(LedgerImportService), path, options, out, house);
          out.result(done, () => summary(done));
          for (const aside of done.aside.slice(0, out.json ? 0 : 10))
            out.say(`  line ${aside.line}: ${aside.reason}`);
        }
      });
    });
  ledger
    .command('who')
    .description('the line that held an address (and source port) at an instant, or why nobody can say')
    .argument('<address>', '192.0.2.1, 192.0.2.1:40000, 2001:db8::1 or [2001:db8::1]:40000')
    .requiredOption('--at <instant>', 'with its offset, such as 2026-11-12T09:41:07Z')
    .option('--protocol <number>', 'IANA number: 6 for TCP, 17 for UDP')
    .option('--realm <name>', 'routing realm (VRF) of the address', '')
    .action(async (address: string, options: { at: string; protocol?: string; realm: string }) => {
      const out = output();
      const at = readInstant('--at', options.at);
      const asked = readEndpoint(address);
      await withHouse(async (house) => {
        const protocol =
          options.protocol === undefined ? {} : { protocol: readNumber('--protocol', options.protocol) };
        const answer = await house.database.run(async (tx) =>
          house
            .get(LedgerService)
            .who(tx, { ...asked, ...protocol, realm: options.realm, at }, await house.now()),
        );
        out.result(answer, () =>
          [
            `${answer.outcome}${answer.access ? ` ${answer.access.kind} ${answer.access.value}` : ''}`,
            answer.why,
            ...(answer.leases.length === 0
              ? []
              : [
                  '',
                  table(
                    ['holder', 'from', 'to', 'last confirmed', 'ended by', 'ports', 'NAS', 'record'],
                    answer.leases.map((lease) => [
                      lease.holder.value,
                      lease.heldFrom,
                      lease.heldTo,
                      lease.certainTo,
                      lease.ended,
                      lease.ports,
                      lease.nas,
                      lease.file === null ? null : `${lease.file}:${lease.line}`,
                    ]),
                  ),
                ]),
            ...(answer.prefix
              ? [
                  '',
                  `inside ${answer.prefix.prefix} (${answer.prefix.class}${answer.prefix.organisation ? `, ${answer.prefix.organisation}` : ''}); records reach to ${show(answer.watermark)}`,
                ]
              : []),
          ].join('\n'),
        );
      });
    });
}

async function importOne(
  service: LedgerImportService,
  path: string,
  options: ImportOptions,
  out: Output,
  house: House,
): Promise<Imported> {
  const file = {
    path,
    now: await house.now(),
    onProgress: (soFar: Imported) => out.progress(`${path}: ${soFar.records.toLocaleString('en')} records`),
  };
  switch (options.format) {
    case 'prefixes':
      return service.importPrefixes(house.database, { ...file, realm: options.realm, knows: options.source });
    case 'freeradius-detail':
      return service.importDetail(house.database, {
        ...file,
        source: {
          name: options.source,
          realm: options.realm,
          ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
          ...(options.interim === undefined
            ? {}
            : { interimSeconds: readNumber('--interim', options.interim) }),
          ...(options.skew === undefined ? {} : { skewMs: readNumber('--skew', options.skew) }),
          ...(options.serviceBy === undefined ? {} : { serviceBy: readServiceRule(options.serviceBy) }),
        },
      });
  }
}

function summary(done: Imported): string {
  const parts = [
    `${done.records.toLocaleString('en')} records`,
    `${done.leases.toLocaleString('en')} leases new or changed`,
    ...(done.prefixes > 0 ? [`${done.prefixes} prefixes`] : []),
    ...(done.contradictions > 0 ? [`${done.contradictions} contradictions kept`] : []),
    ...(done.askedAgain > 0 ? [`${done.askedAgain} earlier answers to be asked again`] : []),
    ...(done.putAside > 0 ? [`${done.putAside} put aside`] : []),
  ];
  return `${done.file}: ${parts.join(', ')}${done.watermark ? `; records reach to ${show(done.watermark)}` : ''}`;
}

/** An address, or an address and a port. @throws Refused */
function readEndpoint(text: string): { address: string; port?: number } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  const dotted = /^(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(text);
  const [, address, port] = bracketed ?? dotted ?? [undefined, text, undefined];
  if (address === undefined) throw new Refused(`not an address: ${text}`);
  return port === undefined ? { address } : { address, port: Number(port) };
}
