import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openHouse } from '@lazaret/pipeline';
import { advanceClock } from '@lazaret/platform';

import { demoConfig } from './config.js';
import { gatherStory } from './gather-story.js';
import { importAccounting, loadProvider, MORNINGS, providerReports } from './load-provider.js';
import { MailSink } from './mail-sink.js';
import { PageServer } from './page-server.js';
import { ReportServer } from './report-server.js';
import { isQuiet, nextDue } from './rest.js';
import { storyText } from './story.js';

const closing: (() => Promise<unknown>)[] = [];
let stopping: Promise<void> | undefined;

async function stop(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close().catch(() => undefined);
  process.exit(process.exitCode ?? 0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (stopping ??= stop()));
process.on('disconnect', () => void (stopping ??= stop()));

const config = demoConfig();
const tell = (progress: string): void => void process.send?.({ progress });
try {
  await mkdir(config.LAZARET_DEMO_DIR, { recursive: true });
  const house = await openHouse(config);
  closing.push(() => house.close());
  const mail = new MailSink(join(config.LAZARET_DEMO_DIR, 'mail'));
  const smtp = await mail.start();
  closing.push(() => mail.stop());
  const feed = new ReportServer();
  const feedUrl = await feed.start(await remembered('feed-port'));
  await remember('feed-port', new URL(feedUrl).port);
  closing.push(() => feed.stop());
  const pages = new PageServer(house, mail);
  const address = await pages.start(config.LAZARET_DEMO_PORT);
  closing.push(() => pages.stop());
  const from = { seed: config.LAZARET_DEMO_SEED, folder: config.LAZARET_DEMO_DIR, feedUrl };
  await loadProvider(house, from, tell);
  // The house may rest from an earlier start on any of its mornings.
  const reports = providerReports(config.LAZARET_DEMO_SEED);
  const woken = await house.now();
  feed.put(reports.filter((report) => report.servedAt <= woken));
  const brands = fileURLToPath(new URL('../assets/brands.json', import.meta.url));
  process.send?.({
    ready: true,
    mail: address,
    environment: { LAZARET_SMTP_URL: smtp, LAZARET_BRANDS: brands },
  });

  // The worker starts now. Every morning brings what the RADIUS server wrote and what the feed serves, and the next one
  // comes when nothing is left to do.
  for (const morning of MORNINGS.filter((one) => one >= woken)) {
    if (morning > woken) await importAccounting(house, from, morning);
    feed.put(reports.filter((report) => report.servedAt <= morning));
    await advanceClock(house.database, {
      to: morning,
      nextDue: () => nextDue(house),
      isQuiet: () => isQuiet(house),
      pollMs: 100,
    });
    tell(`${morning.toISOString().slice(0, 10)} is done`);
  }
  process.send?.({ story: storyText(await gatherStory(house), mail.mails.length) });
} catch (error) {
  // What breaks because the house is being closed is no trouble.
  if (stopping === undefined) {
    process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
  await (stopping ??= stop());
}

/** The feed keeps its address from one start to the next, for the house has it written down. */
async function remembered(name: string): Promise<number> {
  return Number(await readFile(join(config.LAZARET_DEMO_DIR, name), 'utf8').catch(() => '0'));
}

async function remember(name: string, value: string): Promise<void> {
  await writeFile(join(config.LAZARET_DEMO_DIR, name), value);
}
