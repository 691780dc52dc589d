// What every script of this folder needs first: a Node that is new enough, the dependencies, the built program.
// Plain JavaScript without dependencies, since nothing is installed yet. It talks on stderr: stdout is the program's.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const cli = join(root, 'apps/cli/dist/main.js');
const stamp = join(root, '.lazaret/built');
const consoleStamp = join(root, '.lazaret/console');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Dependencies and program, as far as they are missing or older than what they are made from. */
export async function ensureAll() {
  await ensureInstalled();
  await ensureBuilt();
}

/** Ends the process with a clear word when Node is older than package.json asks for. */
export function ensureNode(version = process.versions.node) {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(`Lazaret needs Node ${wanted} or newer; this is ${version}. See https://nodejs.org/en/download`);
}

/** `npm ci` when node_modules is missing or is not what package-lock.json asks for. */
export async function ensureInstalled() {
  ensureNode();
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules/.package-lock.json');
  if (modified(installed) >= modified(lock)) return;
  if (
    existsSync(installed) &&
    sameTree(readJson('package-lock.json'), readJson('node_modules/.package-lock.json'))
  ) {
    // Only its date is newer, after a checkout for example.
    utimesSync(installed, new Date(), new Date());
    return;
  }
  say('installing dependencies (about a minute, only when they change)');
  const npm = process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const started = Date.now();
  const tick = setInterval(
    () => say(`still installing, ${Math.round((Date.now() - started) / 1_000)} s`),
    15_000,
  );
  // NODE_ENV=production would leave the compiler out.
  await step(
    [...npm, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'],
    'the dependencies could not be installed; npm says why above',
  );
  clearInterval(tick);
}

/** `tsc -b` and the console's build, each when a source is newer than its last one. */
export async function ensureBuilt() {
  if (!existsSync(cli) || modified(stamp) <= newestSource()) await buildPrograms();
  await ensureConsole();
}

export async function build() {
  await buildPrograms();
  await ensureConsole();
}

/** What the browser gets. The browser's code is made of its own files and of two neighbours. */
async function ensureConsole() {
  const folder = join(root, 'apps/console');
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return;
  const newest = Math.max(
    modified(page),
    modified(join(folder, 'package.json')),
    modified(join(folder, 'vite.config.mjs')),
    modified(join(root, 'node_modules/.package-lock.json')),
    ...['public', 'src', '../../libs/contracts/src', '../../libs/kernel/src'].map((name) =>
      newestBelow(join(folder, name)),
    ),
  );
  if (existsSync(join(folder, 'dist/index.html')) && modified(consoleStamp) > newest) return;
  say('building the console');
  const at = new Date();
  rmSync(consoleStamp, { force: true });
  await step(
    [process.execPath, 'node_modules/vite/bin/vite.js', 'build', 'apps/console', '--logLevel', 'warn'],
    'the console could not be built; vite says why above',
  );
  leaveStamp(consoleStamp, at);
}

async function buildPrograms() {
  say('building');
  const at = new Date();
  rmSync(stamp, { force: true });
  // Types are the business of `npm run types`; what starts must only be translated.
  const packages = ['libs', 'apps'].flatMap((kind) =>
    folders(kind)
      .map((name) => join(kind, name, 'tsconfig.lib.json'))
      .filter((path) => existsSync(join(root, path))),
  );
  await step(
    [process.execPath, 'node_modules/typescript/bin/tsc', '-b', '--noCheck', ...packages],
    'the program could not be built; the compiler says why above',
  );
  leaveStamp(stamp, at);
}

function leaveStamp(path, at) {
  mkdirSync(join(root, '.lazaret'), { recursive: true });
  writeFileSync(path, '');
  // What was saved while the compiler ran is not in this build.
  utimesSync(path, at, at);
}

/**
 * Runs a command until it ends and answers its exit code. It gets a process group of its own: a Ctrl-C reaches us from
 * the terminal and, under npm, once more from npm; the command hears it once. A later one is passed on again.
 */
export async function run([program, ...args], { stdio = ['ignore', 'inherit', 'inherit'], cwd = root } = {}) {
  const child = spawn(program, args, { cwd, stdio, detached: process.platform !== 'win32' });
  const heard = new Map();
  const pass = (signal) => {
    const again = Date.now() - (heard.get(signal) ?? 0);
    heard.set(signal, Date.now());
    if (again > 1_000) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  // A killed npm, or its shell, leaves us without a word: then nobody waits for the command any more.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) pass('SIGTERM');
  }, 500);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => fail(`${program} cannot be run: ${error.message}`, 127));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
  clearInterval(watch);
  for (const signal of SIGNALS) process.off(signal, pass);
  return { code, interrupted: heard.size > 0 };
}

/** A step on the way: what comes after it does not start when it fails or we are told to stop. */
async function step(command, whenFailed) {
  const { code, interrupted } = await run(command, { stdio: ['ignore', 2, 2] });
  if (interrupted) process.exit(130);
  if (code !== 0) fail(whenFailed, code);
}

export function say(text) {
  process.stderr.write(`lazaret: ${text}\n`);
}

export function fail(text, code = 1) {
  say(text);
  process.exit(code);
}

/** Whether everything package-lock.json asks for is there in that version; what is optional may be for other machines. */
function sameTree(lock, installed) {
  const there = installed.packages;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  return (
    wanted.every(([path, entry]) => {
      const found = there[path];
      if (found === undefined) return entry.optional === true || entry.devOptional === true;
      return (
        found.version === entry.version && found.integrity === entry.integrity && existsSync(join(root, path))
      );
    }) && Object.keys(there).every((path) => path in lock.packages)
  );
}

function newestSource() {
  const tops = ['libs', 'apps'].flatMap((kind) =>
    folders(kind)
      .map((name) => join(root, kind, name))
      // Who is not translated by the compiler has no such file: the console.
      .filter((top) => existsSync(join(top, 'tsconfig.lib.json'))),
  );
  let newest = modified(join(root, 'tsconfig.base.json'));
  for (const top of tops) {
    newest = Math.max(newest, modified(join(top, 'package.json')), modified(join(top, 'tsconfig.lib.json')));
    newest = Math.max(newest, newestBelow(join(top, 'src')));
  }
  return Math.max(newest, modified(join(root, 'node_modules/.package-lock.json')));
}

// Folders count too: their date tells of files that went away.
function newestBelow(folder) {
  let newest = modified(folder);
  if (newest === 0) return 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestBelow(path) : modified(path));
  }
  return newest;
}

function folders(kind) {
  return readdirSync(join(root, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
