import type { FoldContext, Output, Peek, Position } from './logic.ts';
import type { StateCache } from './state-cache.ts';
import type { PendingOutput } from './store.ts';

/**
 * What the rules see while one chunk is folded. It gathers outputs in the order that they leave:
 * those that matter at once, value-only updates at the end and only the last one per key.
 */
export class ChunkContext implements FoldContext {
  readonly partition: number;
  readonly peek: Peek;
  isTold = false;
  private readonly cache: StateCache;
  private readonly generation: number;
  private readonly outputs: PendingOutput[] = [];
  /** By topic and key. Between keys there is no order, so a later update keeps the place. */
  private readonly coalesced = new Map<string, Map<string, Waiting>>();
  private offset = -1;
  private nextIndex = 0;

  constructor(partition: number, cache: StateCache, generation: number) {
    this.partition = partition;
    this.peek = cache.peek;
    this.cache = cache;
    this.generation = generation;
  }

  /**
   * Says where the following outputs of one key stand. When they were told before, they are made
   * as ever, for the state remembers its last output, and do not leave.
   */
  begin(offset: number, isTold: boolean): void {
    this.offset = offset;
    this.nextIndex = 0;
    this.isTold = isTold;
  }

  get<T>(collection: string, field: string): T | undefined {
    return this.cache.get(collection, field);
  }

  put(collection: string, field: string, value: object): void {
    this.cache.change(collection, field, value);
  }

  delete(collection: string, field: string): void {
    this.cache.change(collection, field, null);
  }

  index(name: string, member: string, score: number | null): void {
    this.cache.index(name, member, score);
  }

  nextPosition(after: Position | null = null): Position {
    const { generation, offset } = this;
    const isHere = after !== null && after.generation === generation && after.offset === offset;
    if (isHere) this.nextIndex = Math.max(this.nextIndex, after.index + 1);
    const position = { generation, offset, index: this.nextIndex };
    this.nextIndex += 1;
    return position;
  }

  emit(output: Output): void {
    let ofTopic = this.coalesced.get(output.topic);
    if (output.coalesce) {
      if (ofTopic === undefined) {
        ofTopic = new Map();
        this.coalesced.set(output.topic, ofTopic);
      }
      ofTopic.set(output.key, { output, isTold: this.isTold });
      return;
    }
    ofTopic?.delete(output.key);
    this.render({ output, isTold: this.isTold });
  }

  /** An output that stands outside any key's history: a dead letter. */
  emitRaw(output: PendingOutput): void {
    if (!this.isTold) this.outputs.push(output);
  }

  /** Renders what waits for the end of the chunk and hands over everything to be published. */
  takeOutputs(): PendingOutput[] {
    for (const ofTopic of this.coalesced.values()) {
      for (const waiting of ofTopic.values()) this.render(waiting);
    }
    this.coalesced.clear();
    return this.outputs.splice(0);
  }

  private render({ output, isTold }: Waiting): void {
    const { topic, key, partition } = output;
    const { value, headers } = output.render();
    if (isTold) return;
    const rendered = { topic, key, value, headers };
    this.outputs.push(partition === undefined ? rendered : { ...rendered, partition });
  }
}

/** An output and whether readers have it from before. */
interface Waiting {
  readonly output: Output;
  readonly isTold: boolean;
}
