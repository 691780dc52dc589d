import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { CoaMetrics, openNetwork } from '@lazaret/garden';
import { LedgerService } from '@lazaret/ledger';
import { claimMs, loadBrands, loadLetters, SmtpMailer, smtpOptions } from '@lazaret/notices';
import { houseShape, openHouse, WorkByHand, type OpenHouse } from '@lazaret/pipeline';
import { Metrics, readConfig } from '@lazaret/platform';
import { PortalDatabase, Visitors } from '@lazaret/portal';

import { DAY, FIRST_MORNING } from './calendar.js';
import { Conductor, type Hands } from './conductor.js';
import { countRun, type RunCounts } from './count-run.js';
import { loadDirectory, loadFeeds } from './load-provider.js';
import { mailboxOf } from './mail/mailboxes.js';
import { MailSink } from './mail/mail-sink.js';
import { NetworkStandIn } from './network/stand-in.js';
import { ReportServer } from './report-server.js';
import { inScratch, type Scratch } from './scratch.js';
import { World } from './world/world.js';

/** The result of `lazaret demo run`. */
export interface RunResult extends RunCounts {
  readonly seed: number;
  readonly days: number;
  readonly seconds: number;
}

/** Days of the demo between what autovacuum does in minutes: here they pass in seconds. */
const TIDY_EVERY = 4;

type Closing = (() => Promise<unknown>)[];

/**
 * Plays the provider for some days without a user: every process of the house is this one, in a fixed order, so that
 * the same seed gives the same decisions. Mail, RADIUS and reports go over their real sockets.
 */
export async function runDays(
  { seed, days }: { readonly seed: number; readonly days: number },
  tell: (text: string) => void,
): Promise<RunResult> {
  const began = performance.now();
  return inScratch(tell, async (scratch, closing) => {
    const { conductor, house, mail, world, feeds } = await open(scratch, seed, closing);
    const first = FIRST_MORNING.getTime();
    const provider = join(scratch.folder, 'provider');
    await loadDirectory(house, world.lines, provider, tell);
    await conductor.begin(first);
    await loadFeeds(house, provider, feeds);
    const end = first + (days - 1) * DAY;
    for (let morning = first; morning <= end; morning += DAY) {
      await conductor.advance(morning);
      await house.database.run((tx) => house.get(LedgerService).forget(tx, new Date(morning)));
      if (((morning - first) / DAY) % TIDY_EVERY === 0) await house.database.query('vacuum analyze');
      tell(`${new Date(morning).toISOString().slice(0, 10)} is done`);
    }
    const counts = await countRun(house, conductor, mail);
    return { seed, days, ...counts, seconds: Math.round((performance.now() - began) / 100) / 10 };
  });
}

async function open(
  { folder, databaseUrl, portalUrl }: Scratch,
  seed: number,
  closing: Closing,
): Promise<{ conductor: Conductor; house: OpenHouse; mail: MailSink; world: World; feeds: ReportServer }> {
  const opened = <T>(one: T, close: () => Promise<unknown>): T => {
    closing.push(close);
    return one;
  };
  const world = World.begin(seed);
  const network = await NetworkStandIn.start(world, join(folder, 'network'), 'watched');
  opened(network, () => network.stop());
  const mail = new MailSink(join(folder, 'mail'), {
    now: () => new Date(world.now),
    mailboxOf: (address) => mailboxOf(world, address),
    onLetter: (letter) => conductor.letter(letter),
  });
  const smtp = opened(await mail.start(), () => mail.stop());
  const feeds = new ReportServer(join(folder, 'reports'));
  opened(await feeds.start(), () => feeds.stop());
  const house = await openWithDoors(folder, databaseUrl, smtp, mail.bouncesFolder, network.nasFile, closing);
  opened(house, () => house.close());
  const visitors = new Visitors(new PortalDatabase({ url: portalUrl, onPoolError: () => undefined }));
  opened(visitors, () => visitors.close());
  const conductor = new Conductor({ house, hands: byHand(house), world, network, feeds, visitors, folder });
  return { conductor, house, mail, world, feeds };
}

async function openWithDoors(
  folder: string,
  databaseUrl: string,
  smtp: string,
  bounces: string,
  nasFile: string,
  closing: Closing,
): Promise<OpenHouse> {
  const config = readConfig(
    {
      LAZARET_DATABASE_URL: databaseUrl,
      LAZARET_ARCHIVE_DIR: join(folder, 'archive'),
      LAZARET_BRANDS: fileURLToPath(new URL('../assets/brands.json', import.meta.url)),
      LAZARET_SMTP_URL: smtp,
      LAZARET_BOUNCES_DIR: bounces,
      LAZARET_GARDEN: nasFile,
      LAZARET_GARDEN_DIR: join(folder, 'garden'),
      LAZARET_GARDEN_KEY: randomBytes(24).toString('hex'),
    },
    houseShape,
  );
  const mailer = new SmtpMailer(smtpOptions(config));
  closing.push(() => mailer.close());
  const network = await openNetwork(config, new CoaMetrics(new Metrics().registry));
  if (network) closing.push(() => network.enforcer.close());
  return openHouse(config, {
    notices: {
      letters: await loadLetters(await loadBrands(config.LAZARET_BRANDS)),
      mailer,
      claimMs: claimMs(config),
      bouncesDir: config.LAZARET_BOUNCES_DIR,
    },
    network,
  });
}

function byHand(house: OpenHouse): Hands {
  const work = house.get(WorkByHand);
  return {
    rest: async (at) => void (await work.run(at)),
    nextDue: (at) => work.nextDue(at),
  };
}
