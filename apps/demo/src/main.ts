import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openHouse } from '@lazaret/pipeline';
import { PortalDatabase, Visitors } from '@lazaret/portal';

import { besideWorker } from './beside-worker.js';
import { FIRST_MORNING, STANDSTILL } from './calendar.js';
import { Conductor } from './conductor.js';
import { demoConfig } from './config.js';
import { freePort } from './free-port.js';
import { gatherStory } from './gather-story.js';
import { keepWorld, loadWorld } from './keep-world.js';
import { isLoaded, loadDirectory, loadFeeds } from './load-provider.js';
import { mailboxOf } from './mail/mailboxes.js';
import { MailSink } from './mail/mail-sink.js';
import { NetworkStandIn } from './network/stand-in.js';
import { PageServer } from './page-server.js';
import { PortalWay } from './portal-way.js';
import { ReportServer } from './report-server.js';
import { storyText } from './story.js';
import { TimeMachine } from './time-machine.js';

const closing: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

async function stop(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close().catch(() => undefined);
  process.exit(process.exitCode ?? 0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (stopping ??= stop()));
process.on('disconnect', () => void (stopping ??= stop()));

const config = demoConfig();
const folder = config.LAZARET_DEMO_DIR;
const tell = (progress: string): void => void process.send?.({ progress });
try {
  await mkdir(folder, { recursive: true });
  const house = await openHouse(config);
  closing.push(() => house.close());
  const loaded = await isLoaded(house);
  const world = await loadWorld(folder, config.LAZARET_DEMO_SEED);
  const mail = new MailSink(join(folder, 'mail'), {
    now: () => new Date(world.now),
    mailboxOf: (address) => mailboxOf(world, address),
    onLetter: (letter) => conductor.letter(letter),
  });
  const smtp = await mail.start();
  closing.push(() => mail.stop());
  const feeds = new ReportServer(join(folder, 'reports'));
  await feeds.start(await remembered('feed-port'));
  await remember('feed-port', feeds.port);
  closing.push(() => feeds.stop());
  const network = await NetworkStandIn.start(world, join(folder, 'network'), 'all');
  closing.push(() => network.stop());
  const visitors = new Visitors(
    new PortalDatabase({
      url: config.LAZARET_PORTAL_DATABASE_URL.reveal(),
      onPoolError: () => undefined,
    }),
  );
  closing.push(() => visitors.close());
  const hands = besideWorker(house, mail.bouncesFolder);
  const conductor = new Conductor({ house, hands, world, network, feeds, visitors, folder });
  const time = new TimeMachine(conductor, () => keepWorld(folder, world));
  network.onOrder = () => time.nudge();
  const portalPort = await freePort();
  const way = new PortalWay(world, new URL(`http://127.0.0.1:${portalPort}`));
  const portalUrl = await way.start(await remembered('portal-port'));
  await remember('portal-port', new URL(portalUrl).port);
  closing.push(() => way.stop());
  const pages = new PageServer({ house, mail, world, time, way, portalUrl });
  const address = await pages.start(config.LAZARET_DEMO_PORT);
  closing.push(() => pages.stop());

  if (!loaded) {
    const provider = join(folder, 'provider');
    await loadDirectory(house, world.lines, provider, tell);
    tell('importing RADIUS accounting');
    await conductor.begin(FIRST_MORNING.getTime());
    await loadFeeds(house, provider, feeds);
    await keepWorld(folder, world);
  } else await conductor.catchUp();

  process.send?.({
    ready: true,
    mail: address,
    environment: {
      LAZARET_SMTP_URL: smtp,
      LAZARET_BOUNCES_DIR: mail.bouncesFolder,
      LAZARET_BRANDS: fileURLToPath(new URL('../assets/brands.json', import.meta.url)),
      LAZARET_GARDEN: network.nasFile,
      LAZARET_GARDEN_DIR: join(folder, 'garden'),
      LAZARET_PORTAL_URL: portalUrl,
      LAZARET_PORTAL_PORT: String(portalPort),
      LAZARET_PORTAL_TRUST_PROXY: '127.0.0.1',
      LAZARET_DEMO_URL: address,
    },
  });

  // The worker starts now. The first days are played until somebody is in the garden; then time stands still.
  await time.advanceTo(STANDSTILL.getTime(), (at) => tell(`playing ${sayStop(at)}`));
  process.send?.({ story: storyText(await gatherStory(house), mail.mails.length) });
} catch (error) {
  // What breaks because the house is being closed is no trouble.
  if (stopping === undefined) {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
  await (stopping ??= stop());
}

function sayStop(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** Ports stay the same from one start to the next: the house has them written down. */
async function remembered(name: string): Promise<number> {
  return Number(await readFile(join(folder, name), 'utf8').catch(() => '0'));
}

async function remember(name: string, value: string | number): Promise<void> {
  await writeFile(join(folder, name), String(value));
}
