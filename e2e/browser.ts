import { access } from 'node:fs/promises';
import { chromium, type Browser } from 'playwright-core';

/** Where browsers are put by their installers, on Linux and macOS. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Starts a Chromium without a window: the one `CHROME_PATH` names, else the one that npm brings for Linux on x64, else
 * one that is installed. Nothing is downloaded from anywhere but npm.
 * @throws Error that names the remedy when there is none
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROME_PATH'] ?? (await packaged()) ?? (await installed());
  if (executablePath === undefined)
    throw new Error('no Chromium found: install chromium or google-chrome, or set CHROME_PATH to one');
  // The sandbox cannot be built inside containers and as root; the pages opened are our own. The package's own list of
  // arguments is left out on purpose: its --single-process breaks at the second page.
  return chromium.launch({ executablePath, headless: true, args: ['--no-sandbox'] });
}

/** It comes packed, with the system libraries that a bare machine lacks, and unpacks once into the temporary folder. */
async function packaged(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  // Read at import: without it the libraries stay packed.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs20.x';
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

async function installed(): Promise<string | undefined> {
  for (const path of INSTALLED)
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  return undefined;
}
