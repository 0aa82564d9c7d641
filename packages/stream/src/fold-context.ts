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
  private readonly cache: StateCache;
  private readonly generation: number;
  private readonly outputs: PendingOutput[] = [];
  /** By topic and key. Between keys there is no order, so a later update keeps the place. */
  private readonly coalesced = new Map<string, Map<string, Output>>();
  private offset = -1;
  private nextIndex = 0;

  constructor(partition: number, cache: StateCache, generation: number) {
    this.partition = partition;
    this.peek = cache.peek;
    this.cache = cache;
    this.generation = generation;
  }

  /** Says where the following outputs of one key stand. */
  begin(offset: number): void {
    this.offset = offset;
    this.nextIndex = 0;
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
      ofTopic.set(output.key, output);
      return;
    }
    ofTopic?.delete(output.key);
    this.outputs.push(render(output));
  }

  /** An output that stands outside any key's history: a dead letter. */
  emitRaw(output: PendingOutput): void {
    this.outputs.push(output);
  }

  /** Renders what waits for the end of the chunk and hands over everything to be published. */
  takeOutputs(): PendingOutput[] {
    for (const ofTopic of this.coalesced.values()) {
      for (const output of ofTopic.values()) this.outputs.push(render(output));
    }
    this.coalesced.clear();
    return this.outputs.splice(0);
  }
}

function render(output: Output): PendingOutput {
  const { topic, key, partition } = output;
  const { value, headers } = output.render();
  const rendered = { topic, key, value, headers };
  return partition === undefined ? rendered : { ...rendered, partition };
}
