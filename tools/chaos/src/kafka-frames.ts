/** Kafka's number for produce requests. */
const PRODUCE = 0;
/** Length (4), api key (2), version (2), correlation id (4). */
const REQUEST_HEAD_BYTES = 12;
/** Length (4), correlation id (4). */
const ANSWER_HEAD_BYTES = 8;

/**
 * True for a request to write to this topic. kafkajs writes each request at once, and each producer
 * waits for its answer, so that small ones come in one piece.
 */
export function isProduceTo(topic: string): (bytes: Buffer) => boolean {
  return (bytes) => isProduce(bytes) && bytes.includes(topic);
}

/** How to tell the answer to `bytes`, when they are a produce request. */
export function answerToProduce(bytes: Buffer): ((answer: Buffer) => boolean) | undefined {
  if (!isProduce(bytes)) return;
  const correlationId = bytes.readInt32BE(8);
  return (answer) =>
    answer.length >= ANSWER_HEAD_BYTES &&
    answer.length === 4 + answer.readInt32BE(0) &&
    answer.readInt32BE(4) === correlationId;
}

function isProduce(bytes: Buffer): boolean {
  const isWhole = bytes.length >= REQUEST_HEAD_BYTES && bytes.length === 4 + bytes.readInt32BE(0);
  return isWhole && bytes.readInt16BE(4) === PRODUCE;
}
