// The few inner modules of kafkajs that our guards and the groupless reader touch, as they are in
// 2.2.4 (`kafkajs-version.test.ts` fails on any other). The package has no types for them.

declare module 'kafkajs/src/network/requestQueue/index.js' {
  interface InflightRequest {
    readonly sentAt: number;
    readonly requestTimeout: number;
    timeoutRequest(): void;
  }
  class RequestQueue {
    readonly pending: readonly unknown[];
    readonly inflight: ReadonlyMap<number, InflightRequest>;
    readonly enforceRequestTimeout: boolean;
    readonly requestTimeout: number;
    requestTimeoutIntervalId: NodeJS.Timeout;
    isConnected(): boolean;
    destroy(): void;
    scheduleCheckPendingRequests(): void;
    scheduleRequestTimeoutCheck(): void;
  }
  export = RequestQueue;
}

declare module 'kafkajs/src/protocol/decoder.js' {
  class Decoder {
    buffer: Buffer;
    offset: number;
    constructor(buffer: Buffer);
    readVarIntBytes(): Buffer;
    readVarIntArray(reader: unknown): { reduce(...by: unknown[]): unknown };
  }
  export = Decoder;
}

declare module 'kafkajs/src/consumer/batch.js' {
  import type { KafkaMessage } from 'kafkajs';

  class Batch {
    constructor(topic: string, fetchedOffset: string, partitionData: unknown);
    readonly rawMessages: readonly KafkaMessage[];
    readonly messages: readonly KafkaMessage[];
    lastOffset(): string;
  }
  export = Batch;
}

declare module 'kafkajs/src/protocol/recordBatch/record/v0/index.js' {
  function encodeRecord(record: object): { readonly buffer: Buffer };
  export = encodeRecord;
}

declare module 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js' {
  import type Decoder from 'kafkajs/src/protocol/decoder.js';

  function decodeRecord(decoder: Decoder, context: object): { readonly headers: unknown };
  export = decodeRecord;
}

declare module 'kafkajs/src/protocol/encoder.js' {
  class Encoder {
    static nextPowerOfTwo(size: number): number;
    buf: Buffer;
    offset: number;
    readonly buffer: Buffer;
    constructor(size?: number);
    ensureAvailable(length: number): void;
    writeUVarInt(value: number): this;
    writeVarInt(value: number): this;
    writeInt8(value: number): this;
    writeInt16(value: number): this;
    writeInt32(value: number): this;
    writeInt64(value: unknown): this;
    writeString(value: string | null): this;
  }
  export = Encoder;
}

declare module 'kafkajs/src/protocol/recordBatch/crc32C/index.js' {
  function crc32C(bytes: Buffer): number;
  export = crc32C;
}

declare module 'kafkajs/src/protocol/requests/produce/index.js' {
  /** What a produce request carries; messages are those that our producer made. */
  interface Batches {
    readonly transactionalId?: string | null;
    readonly acks: number;
    readonly timeout: number;
    readonly compression: number;
    /** A 64-bit number of kafkajs. */
    readonly producerId: unknown;
    readonly producerEpoch: number;
    readonly topicData: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly firstSequence: number;
        readonly messages: readonly {
          readonly key: string | null;
          readonly value: Buffer | null;
          readonly headers: Readonly<Record<string, string>>;
        }[];
      }[];
    }[];
  }
  interface Made {
    readonly request: { encode(): Promise<{ readonly buffer: Buffer }> };
    readonly response: unknown;
  }
  const produce: { protocol(of: { readonly version: number }): (batches: Batches) => Made };
  export = produce;
}
