import Encoder from 'kafkajs/src/protocol/encoder.js';
import { installEncoderGuard } from './encoder-guard.ts';

const integers = [0, 1, -1, 63, 64, -64, -65, 8_191, 8_192, 2 ** 30, 2 ** 31 - 1, -(2 ** 31)];
const lengths = [0, 1, 61, 62, 63, 64, 65, 500, 509, 510, 511, 512, 513, 5_000];

/** Everything once, through kafkajs's encoder as it is at the call. */
function encodeSamples(): string[] {
  const unsigned = integers.map((value) => new Encoder().writeUVarInt(value));
  const signed = integers.map((value) => new Encoder().writeVarInt(value));
  const texts = lengths.map((length) => {
    return new Encoder().writeVarInt(length).writeString('ü'.repeat(length)).writeVarInt(-length);
  });
  const exact = lengths.map((length) => new Encoder().writeString('x'.repeat(length)));
  return [...unsigned, ...signed, ...texts, ...exact].map((one) => one.buffer.toString('hex'));
}

describe('encoder guard', () => {
  it('writes the same bytes as kafkajs alone', () => {
    const before = encodeSamples();
    installEncoderGuard();
    installEncoderGuard();
    expect(encodeSamples()).toEqual(before);
  });
});
