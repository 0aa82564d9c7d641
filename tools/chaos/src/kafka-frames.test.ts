import { answerToProduce, isProduceTo } from './kafka-frames.ts';

function frame(...body: readonly (readonly [2 | 4, number])[]): Buffer {
  const bytes = Buffer.alloc(4 + body.reduce((sum, [width]) => sum + width, 0));
  let at = bytes.writeInt32BE(bytes.length - 4);
  for (const [width, value] of body) at = bytes.writeIntBE(value, at, width);
  return bytes;
}

const request = (apiKey: number, correlationId: number) =>
  frame([2, apiKey], [2, 7], [4, correlationId], [4, 0]);
const answer = (correlationId: number) => frame([4, correlationId], [4, 0]);

describe('the answer to a produce request', () => {
  it('is known by the number that the request has', () => {
    const isAnswer = answerToProduce(request(0, 77));
    expect(isAnswer?.(answer(77))).toBe(true);
    expect(isAnswer?.(answer(78))).toBe(false);
    expect(isAnswer?.(answer(77).subarray(0, 9))).toBe(false);
  });

  it('is not looked for after other requests, or after parts of one', () => {
    expect(answerToProduce(request(1, 77))).toBeUndefined();
    expect(answerToProduce(request(0, 77).subarray(0, 14))).toBeUndefined();
    expect(answerToProduce(Buffer.from('half'))).toBeUndefined();
  });
});

describe('a request to write to a topic', () => {
  const write = (topic: string): Buffer => {
    const bytes = Buffer.concat([request(0, 77), Buffer.from(topic)]);
    bytes.writeInt32BE(bytes.length - 4);
    return bytes;
  };

  it('is told from one to another topic and from other requests', () => {
    const isWrite = isProduceTo('risk.profiles');
    expect(isWrite(write('risk.profiles'))).toBe(true);
    expect(isWrite(write('risk.changes'))).toBe(false);
    expect(isWrite(request(1, 77))).toBe(false);
  });
});
