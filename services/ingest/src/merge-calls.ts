interface Waiting<In, Out> {
  readonly items: readonly In[];
  resolve(outs: readonly Out[]): void;
  reject(error: unknown): void;
}

/** More in one call would keep the server from others for milliseconds. */
const itemsMax = 2_000;

/**
 * Keeps one call outstanding and merges what comes meanwhile into the next: a hundred single events
 * at once then cost two round trips and not two hundred. What fails, fails for all that it carried.
 */
export function mergeCalls<In, Out>(
  call: (items: readonly In[]) => Promise<readonly Out[]>,
): (items: readonly In[]) => Promise<readonly Out[]> {
  const waiting: Waiting<In, Out>[] = [];
  let isWorking = false;

  function take(): Waiting<In, Out>[] {
    let count = 0;
    const until = waiting.findIndex(({ items }, at) => {
      count += items.length;
      return at > 0 && count > itemsMax;
    });
    return waiting.splice(0, until === -1 ? waiting.length : until);
  }

  async function workOff(): Promise<void> {
    isWorking = true;
    // One turn, so that callers of the same tick share the first call too.
    await Promise.resolve();
    for (let taken = take(); taken.length > 0; taken = take()) {
      try {
        const outs = await call(taken.flatMap(({ items }) => items));
        let from = 0;
        for (const { items, resolve } of taken) {
          resolve(outs.slice(from, from + items.length));
          from += items.length;
        }
      } catch (error) {
        for (const { reject } of taken) reject(error);
      }
    }
    isWorking = false;
  }

  return (items) => {
    return new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (!isWorking) void workOff();
    });
  };
}
