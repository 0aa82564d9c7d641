/** Runs tasks of one partition one after the other, in the order asked. */
export class Mutex {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    // A failed task must not stop those that wait behind it.
    this.last = result.catch(() => undefined);
    return result;
  }
}
