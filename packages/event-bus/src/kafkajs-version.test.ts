import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const here = createRequire(__filename);

describe('kafkajs', () => {
  // Our guards reach into its modules and answer to its faults one by one: the idle spin, header
  // decoding, the sequence numbers of overlapping sends, what ends a consumer. On another version
  // each of them must be looked at again before this line is changed.
  it('is the version that our guards are written for', () => {
    const path = here.resolve('kafkajs/package.json');
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
    expect(version).toBe('2.2.4');
  });
});
