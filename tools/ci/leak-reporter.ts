/** The global teardown runs after this and gives servers ten seconds to stop. */
const graceMs = 30_000;

/**
 * Fails a run whose tests left something open. Without it such a run hangs until CI's limit; with
 * jest's `--forceExit` it would pass, and the leak would go on in production.
 */
export default class LeakReporter {
  onRunComplete(): void {
    const timer = setTimeout(() => {
      const open = process.getActiveResourcesInfo().filter((kind) => kind !== 'Timeout');
      console.error(`Tests left something open: ${open.join(', ') || 'a timer'}.`);
      console.error('Run the files one by one to see which, then close it in the test.');
      process.exit(1);
    }, graceMs);
    // Does not itself keep the process alive: it fires only if something else does.
    timer.unref();
  }
}
