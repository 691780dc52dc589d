import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { openHouse } from '@lazaret/pipeline';

import { demoConfig } from './config.js';
import { gatherStory, isQuiet } from './gather-story.js';
import { loadProvider, providerReports } from './load-provider.js';
import { MailSink } from './mail-sink.js';
import { storyText } from './page.js';
import { PageServer } from './page-server.js';
import { ReportServer } from './report-server.js';

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
  feed.put(providerReports(config.LAZARET_DEMO_SEED));
  const feedUrl = await feed.start(await remembered('feed-port'));
  await remember('feed-port', new URL(feedUrl).port);
  closing.push(() => feed.stop());
  const pages = new PageServer(house, mail);
  const address = await pages.start(config.LAZARET_DEMO_PORT);
  closing.push(() => pages.stop());
  await loadProvider(
    house,
    { seed: config.LAZARET_DEMO_SEED, folder: config.LAZARET_DEMO_DIR, feedUrl },
    tell,
  );
  const brands = fileURLToPath(new URL('../assets/brands.json', import.meta.url));
  process.send?.({
    ready: true,
    mail: address,
    environment: { LAZARET_SMTP_URL: smtp, LAZARET_BRANDS: brands },
  });

  // The worker starts now; the story is told once nothing is left to do.
  let rested = 0;
  while (stopping === undefined && rested < 3) {
    rested = (await isQuiet(house)) ? rested + 1 : 0;
    await setTimeout(200);
  }
  if (stopping === undefined) {
    const story = await gatherStory(house);
    process.send?.({ story: storyText(story, mail.mails.length) });
  }
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
  await (stopping ??= stop());
}

/** The feed keeps its address from one start to the next, for the house has it written down. */
async function remembered(name: string): Promise<number> {
  return Number(await readFile(join(config.LAZARET_DEMO_DIR, name), 'utf8').catch(() => '0'));
}

async function remember(name: string, value: string): Promise<void> {
  await writeFile(join(config.LAZARET_DEMO_DIR, name), value);
}
