// The test run itself. It answers a Ctrl-C by letting the tests at work finish and clean up, and ends with one line of
// numbers.
import { constants } from 'node:os';
import { createVitest, parseCLI } from 'vitest/node';

const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
const vitest = await createVitest('test', { ...options, watch: false, run: true });
let stopped;
stopInOrder();
let broken;
try {
  await vitest.start(filter);
} catch (error) {
  broken = error;
}
const count = tally();
await vitest.close();

if (broken !== undefined) console.error(broken);
// What could not be counted as a test, a failed set-up for example, is a failure all the same.
if (stopped === undefined && count.failed === 0 && (broken !== undefined || process.exitCode))
  count.failed = 1;
// Tests left out by `-t` need no reason.
if (stopped === undefined && options.testNamePattern === undefined)
  for (const [reason, times] of count.reasons) console.log(`skipped ${times}: ${reason}`);
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
const code = stopped === undefined ? Math.min(count.failed, 1) : 128 + constants.signals[stopped];
// Hanging handles must not keep a finished run alive; the last line has to be out before.
process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`, () => process.exit(code));

function tally() {
  const count = { passed: 0, failed: 0, skipped: 0, reasons: new Map() };
  for (const module of vitest.state.getTestModules()) {
    if (module.errors().length > 0) count.failed += 1;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) count.failed += 1;
    for (const test of module.children.allTests()) {
      const { state, note } = test.result();
      if (state === 'passed') count.passed += 1;
      else if (state === 'failed') count.failed += 1;
      else {
        count.skipped += 1;
        const reason = `${module.relativeModuleId}: ${note ?? outermostSkipped(test)}`;
        count.reasons.set(reason, (count.reasons.get(reason) ?? 0) + 1);
      }
    }
  }
  count.failed += vitest.state.getUnhandledErrors().length;
  return count;
}

/** A test skipped without a note is explained by the title of what was skipped around it. */
function outermostSkipped(test) {
  let title = test.name;
  for (let outer = test.parent; outer.type === 'suite'; outer = outer.parent)
    if (outer.options.mode === 'skip') title = outer.name;
  return title;
}

/** Vitest would leave at once on Ctrl-C, and the databases of the tests would stay behind. */
function stopInOrder() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      if (stopped !== undefined) process.exit(128 + constants.signals[signal]);
      stopped = signal;
      console.error('stopping; once more to stop at once');
      void vitest.cancelCurrentRun('keyboard-input');
    });
  }
}
