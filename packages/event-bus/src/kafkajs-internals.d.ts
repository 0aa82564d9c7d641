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
    ensureAvailable(length: number): void;
    writeUVarInt(value: number): this;
    writeVarInt(value: number): this;
    writeString(value: string): this;
  }
  export = Encoder;
}
