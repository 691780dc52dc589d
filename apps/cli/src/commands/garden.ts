import { Option, type Command } from 'commander';

import {
  composeProfiles,
  isOut,
  isStopped,
  loadNas,
  releaseAll,
  releaseByList,
  resume,
  stopNew,
  type ActiveEntry,
  type LetOut,
  type Network,
  type ProfileText,
  type Scope,
  type Switches,
} from '@lazaret/garden';
import { IpAddress, IpPrefix, Refused, Unavailable } from '@lazaret/kernel';

import { networkConfig } from '../config.js';
import { noNetwork, withNetwork } from '../open-network.js';
import { table, type Output } from '../output.js';

interface ByOptions {
  readonly by: string;
}

interface ExportOptions {
  readonly portal: readonly string[];
  readonly allow: readonly string[];
}

interface ReleaseOptions extends ByOptions {
  readonly nas?: string;
  readonly region?: string;
}

/** The switches of the garden, and what its NAS must have. They need the NAS file and the garden's folder, and nothing else that runs. */
export function gardenCommand(root: Command, output: () => Output): void {
  const garden = root
    .command('garden')
    .description(
      'the walled garden’s switches and profiles: they work with database, queue and console dead',
    );
  const by = (): Option => new Option('--by <name>', 'who you are').makeOptionMandatory();
  garden
    .command('status')
    .description('what is stopped, and which sessions may be held')
    .action(async () => {
      await withNetwork(async ({ list, switches }) => {
        const stopped = await switches.read();
        const held = await list.read().catch((error: unknown) => {
          if (error instanceof Refused) return null;
          throw error;
        });
        const shown = held && { ...held, entries: held.entries.map(({ holder: _, ...entry }) => entry) };
        output().result({ switches: stopped, held: shown }, () =>
          [...sayStopped(stopped), '', sayHeld(held?.entries ?? [], held?.writtenAt)].join('\n'),
        );
      });
    });
  garden
    .command('stop-new')
    .description('nobody new is confined; who is in stays in and is let out as before')
    .addOption(by())
    .action(async (options: ByOptions) => {
      await change(output, (now) => stopNew(now, options.by, new Date()));
    });
  garden
    .command('release-all')
    .description(
      'lets everybody out at once, by the list on this machine, and nobody in until two people resume',
    )
    .addOption(by())
    .addOption(new Option('--nas <key>', 'only this NAS of the NAS file').conflicts('region'))
    .option('--region <name>', 'only NAS of this region')
    .action(async (options: ReleaseOptions) => {
      await withNetwork(async (network) => {
        const scope = scopeOf(options, network.nas);
        // The switch first: a worker that lives must not take anybody in meanwhile.
        await network.switches.change((now) => releaseAll(now, scope, options.by, new Date()));
        await letOut(network, scope, output());
      });
    });
  garden
    .command('resume')
    .description('ends what was stopped; needs two people within a day, each with this command')
    .addOption(by())
    .action(async (options: ByOptions) => {
      await change(output, (now) => resume(now, options.by, new Date()));
    });
  garden
    .command('export')
    .description('prints the profiles that each kind of NAS must have before an order can name them')
    .requiredOption('--portal <address...>', 'where the portal is reached: IPv4, IPv6 or both')
    .option('--allow <prefix...>', 'what passes in both profiles: the voice platform, places that help', [])
    .action(async ({ portal, allow }: ExportOptions) => {
      const passing = {
        portal: portal.map((text) => IpAddress.parse(text)),
        allow: allow.map((text) => IpPrefix.parse(text)),
      };
      const { LAZARET_GARDEN: file } = networkConfig();
      if (file === undefined) throw noNetwork();
      const profiles = composeProfiles((await loadNas(file)).all, passing);
      output().result({ profiles }, () => profiles.map(sayProfile).join('\n\n'));
    });
}

function sayProfile({ nas, driver, profile, text }: ProfileText): string {
  const comment = driver === 'mikrotik' ? '#' : '!';
  return `${comment} ${profile}, for ${nas.join(', ')}\n${text}`;
}

async function change(output: () => Output, how: (now: Switches) => Switches): Promise<void> {
  await withNetwork(async ({ switches }) => {
    const { after } = await switches.change(how);
    output().result(after, () => sayStopped(after).join('\n'));
  });
}

async function letOut({ list, enforcer }: Network, scope: Scope, out: Output): Promise<void> {
  const { entries, genuine, writtenAt } = await list.read();
  if (!genuine)
    out.say(
      'The list of held sessions does not bear our signature. It is used all the same: letting out harms nobody.',
    );
  const done = await releaseByList(entries, scope, enforcer, (n, of) =>
    out.progress(`${n} of ${of} sessions told`),
  );
  const stuck = done.filter((one) => !isOut(one));
  out.result(
    { told: done.length, out: done.length - stuck.length, writtenAt, stuck: stuck.map(lineOf) },
    () =>
      [
        `${done.length - stuck.length} of ${done.length} sessions are out (list of ${writtenAt.toISOString()}).`,
        ...(stuck.length === 0 ? [] : ['', sayStuck(stuck)]),
      ].join('\n'),
  );
  if (stuck.length > 0)
    throw new Unavailable(
      `${stuck.length} sessions did not answer: run it again; the network lets them go within a day`,
    );
}

/** @throws Refused for a name that is nothing in the NAS file: in an emergency nobody must believe that it worked */
function scopeOf({ nas, region }: ReleaseOptions, known: Network['nas']): Scope {
  if (nas === undefined && region === undefined) return 'all';
  const [at, wanted, names] =
    nas === undefined
      ? ['--region', region, known.map((one) => one.region)]
      : ['--nas', nas, known.map((one) => one.key)];
  if (!names.includes(wanted))
    throw new Refused(`the NAS file knows no ${wanted}`, {
      problems: [
        { at, message: `it knows ${[...new Set(names.filter((name) => name !== undefined))].join(', ')}` },
      ],
    });
  return nas === undefined ? { region: region ?? '' } : { nas };
}

function sayStopped(switches: Switches): string[] {
  if (!isStopped(switches)) return ['Nothing is stopped.'];
  const { stopNew: stop, releaseAll: parts, resume: asked } = switches;
  const when = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');
  return [
    ...(stop === null ? [] : [`Nobody new is confined: ${stop.by}, ${when(stop.at)} UTC.`]),
    ...parts.map(({ scope, by, at }) => `Everybody is let out (${sayScope(scope)}): ${by}, ${when(at)} UTC.`),
    ...(asked === null
      ? ['Two people end this with `lazaret garden resume`.']
      : [`${asked.by} wants to go on; a second person says so with \`lazaret garden resume\`.`]),
  ];
}

function sayScope(scope: Scope): string {
  if (scope === 'all') return 'the whole network';
  return 'nas' in scope ? `NAS ${scope.nas}` : `region ${scope.region}`;
}

function sayHeld(
  entries: readonly Pick<ActiveEntry, 'nas' | 'acctSessionId' | 'profile' | 'heldUntil' | 'endsAt'>[],
  writtenAt: Date | undefined,
): string {
  if (writtenAt === undefined) return 'No session was ever held from this machine.';
  if (entries.length === 0) return `Nobody is held (list of ${writtenAt.toISOString()}).`;
  return table(
    ['NAS', 'session', 'profile', 'lets go by itself', 'renewed daily, at most until'],
    entries.map((one) => [one.nas, one.acctSessionId, one.profile, one.heldUntil, one.endsAt]),
  );
}

function sayStuck(stuck: readonly LetOut[]): string {
  return table(
    ['NAS', 'session', 'answer', 'lets go by itself'],
    stuck.map(({ entry, outcome }) => [entry.nas, entry.acctSessionId, outcome, entry.heldUntil]),
  );
}

function lineOf({ entry, outcome }: LetOut): object {
  return { nas: entry.nas, acctSessionId: entry.acctSessionId, outcome, heldUntil: entry.heldUntil };
}
