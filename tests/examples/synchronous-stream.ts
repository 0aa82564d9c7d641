import type { BusRecord, OutgoingRecord } from '@duewatch/event-bus';
import type { FoldContext, FoldOutcome, Input, Peek, StreamLogic } from '@duewatch/stream';

/**
 * The rules of a stream on plain memory, one partition, one record after the other: what the real
 * stream comes to when it has nothing left to do, without its store, its bus and its waiting.
 */
export class SynchronousStream<E> {
  readonly refused: string[] = [];
  private readonly logic: StreamLogic<E>;
  private readonly state = new Map<string, Map<string, object>>();
  private readonly indexes = new Map<string, Map<string, number>>();
  private offset = -1;

  constructor(logic: StreamLogic<E>) {
    this.logic = logic;
  }

  get lastOffset(): number {
    return this.offset;
  }

  /** Folds one record and brings a broadcast to everyone that it bears on. */
  take(sent: OutgoingRecord): void {
    this.offset += 1;
    const record: BusRecord = {
      topic: sent.topic,
      partition: 0,
      offset: this.offset,
      timestampMs: 0,
      key: sent.key,
      value: sent.value,
      headers: sent.headers,
    };
    const { routing, ...routed } = this.logic.route(record);
    if (routing.kind === 'skip') return;
    if (routing.kind === 'dead-letter') {
      this.refused.push(`${routing.reason}: ${routing.detail}`);
      return;
    }
    const { event } = routed as { readonly event: E };
    const input = { record, event };
    if (routing.kind === 'keyed') this.note(this.foldInto(input, routing.key));
    else this.sweep(input);
  }

  peek: Peek = <T extends object>(collection: string, field: string) =>
    this.state.get(collection)?.get(field) as T | undefined;

  /** Stores every value and reads it again, as when the process dies and another takes over. */
  restart(): void {
    for (const [collection, fields] of this.state) {
      const codec = this.logic.collections[collection];
      if (codec === undefined) throw new Error(`${collection} has no codec`);
      for (const [field, value] of fields) fields.set(field, codec.decode(codec.encode(value)));
    }
  }

  private foldInto(input: Input<E>, key: string): FoldOutcome {
    const needs = this.logic.needs(input, key, this.peek);
    if (needs.length > 0) throw new Error(`${key} asks for what is in memory`);
    return this.logic.fold(input, key, this.context());
  }

  private sweep(input: Input<E>): void {
    const { broadcasts } = this.logic;
    if (broadcasts === undefined) throw new Error('a broadcast came to a stream without any');
    const admission = broadcasts.admit(input, this.context());
    if (admission.kind !== 'ok') {
      this.note(admission);
      return;
    }
    for (const key of this.reached(broadcasts.sweepScope(input))) {
      if (broadcasts.lastFolded(key, this.peek) >= this.offset) continue;
      this.note(this.foldInto(input, key));
      broadcasts.markFolded(key, this.offset, this.context());
    }
    broadcasts.retire(this.offset + 1, this.context());
  }

  private reached(scope: ReturnType<NonNullable<StreamLogic<E>['broadcasts']>['sweepScope']>) {
    if (scope.kind === 'all') return [...(this.state.get(this.logic.root)?.keys() ?? [])];
    const scores = [...(this.indexes.get(scope.index) ?? [])];
    return scores.filter(([, score]) => score <= scope.max).map(([key]) => key);
  }

  private note(outcome: FoldOutcome): void {
    if (outcome.kind === 'dead-letter') this.refused.push(`${outcome.reason}: ${outcome.detail}`);
  }

  private context(): FoldContext {
    const { offset, peek } = this;
    let nextIndex = 0;
    return {
      partition: 0,
      isTold: false,
      peek,
      get: <T>(collection: string, field: string) => peek(collection, field) as T | undefined,
      put: (collection, field, value) => void this.fieldsOf(collection).set(field, value),
      delete: (collection, field) => void this.fieldsOf(collection).delete(field),
      index: (name, member, score) => this.setScore(name, member, score),
      // Rendered, so that a story that cannot be told fails here; nobody reads it.
      emit: (output) => void output.render(),
      nextPosition: () => ({ generation: 0, offset, index: nextIndex++ }),
    };
  }

  private fieldsOf(collection: string): Map<string, object> {
    const fields = this.state.get(collection) ?? new Map<string, object>();
    this.state.set(collection, fields);
    return fields;
  }

  private setScore(name: string, member: string, score: number | null): void {
    const scores = this.indexes.get(name) ?? new Map<string, number>();
    this.indexes.set(name, scores);
    if (score === null) scores.delete(member);
    else scores.set(member, score);
  }
}
