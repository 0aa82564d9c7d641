import { StreamError } from './errors.ts';
import type { Input, StreamLogic } from './logic.ts';
import type { PartitionState } from './partition-state.ts';
import type { PartitionStore } from './store.ts';

/** How far one broadcast has been brought to every key. */
interface Scan {
  readonly offset: number;
  cursor: string;
  /** Found and not reached yet. */
  keys: readonly string[];
}

/**
 * Brings pending broadcasts to the keys that no record reaches. One call does one small step, so
 * that live records pass in between. The scan cursor is a hint: it restarts with the partition,
 * and reaching a key twice changes nothing because the key knows what it has folded.
 */
export class Sweep<E> {
  private readonly logic: StreamLogic<E>;
  private readonly store: PartitionStore;
  private readonly partition: number;
  private readonly stepKeys: number;
  private scan: Scan | undefined;
  private lastDue: string | undefined;

  constructor(
    logic: StreamLogic<E>,
    store: PartitionStore,
    options: { readonly partition: number; readonly stepKeys: number },
  ) {
    this.logic = logic;
    this.store = store;
    this.partition = options.partition;
    this.stepKeys = options.stepKeys;
  }

  /** Folds one step into `state`, to be committed by the caller. False when nothing is pending. */
  async step(state: PartitionState<E>): Promise<boolean> {
    const [first] = state.pendingBroadcasts;
    const { broadcasts } = this.logic;
    if (first === undefined || broadcasts === undefined) return false;
    const scope = broadcasts.sweepScope(first);
    if (scope.kind === 'all') await this.stepAll(state, first);
    else await this.stepDue(state, scope.index);
    return true;
  }

  private async stepAll(state: PartitionState<E>, broadcast: Input<E>): Promise<void> {
    const { offset } = broadcast.record;
    if (this.scan?.offset !== offset) this.scan = { offset, cursor: '0', keys: [] };
    const { scan } = this;
    if (scan.keys.length === 0) {
      const { root } = this.logic;
      const found = await this.store.scan(this.partition, root, scan.cursor, this.stepKeys);
      scan.cursor = found.cursor;
      scan.keys = found.fields;
    }
    scan.keys = scan.keys.slice(await state.foldBroadcasts(scan.keys));
    if (scan.keys.length === 0 && scan.cursor === '0') {
      state.retireBroadcasts(1);
      this.scan = undefined;
    }
  }

  /**
   * Ticks of one calendar that follow each other are swept together: a key folds all of them when
   * it is reached. Those behind another broadcast wait, because broadcasts retire in log order.
   */
  private async stepDue(state: PartitionState<E>, index: string): Promise<void> {
    const pending = state.pendingBroadcasts;
    const other = pending.findIndex((input) => this.dueOf(input)?.index !== index);
    const ticks = other < 0 ? pending : pending.slice(0, other);
    const max = Math.max(...ticks.map((input) => this.dueOf(input)?.max ?? 0));
    const [keys = []] = await this.store.lowest(this.partition, [{ index, max }], this.stepKeys);
    if (keys.length === 0) {
      state.retireBroadcasts(ticks.length);
      return;
    }
    const step = `${index} ${max} ${keys.join()}`;
    if (step === this.lastDue) {
      throw new StreamError('SWEEP_STUCK', `${keys[0]} stays in ${index} at ${max} after folding.`);
    }
    this.lastDue = step;
    await state.foldBroadcasts(keys);
  }

  private dueOf(input: Input<E>): { index: string; max: number } | undefined {
    const scope = this.logic.broadcasts?.sweepScope(input);
    return scope?.kind === 'due' ? scope : undefined;
  }
}
