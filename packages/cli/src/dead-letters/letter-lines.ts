import { type Codec, CodecError, isoInstantOf } from '@duewatch/contracts';
import { handledText, type Letter } from './letters.ts';

/** One line of a list. */
export function letterLine(letter: Letter): string {
  const { letterId, reason, topic, partition, offset, key, recordedAt, detail, handled } = letter;
  return [
    letterId.padEnd(18),
    isoInstantOf(recordedAt),
    `${topic}-${partition}@${offset}`.padEnd(24),
    (key ?? 'no key').padEnd(18),
    `${reason}: ${detail}${handled === null ? '' : ` (${handledText(handled)})`}`,
  ].join('  ');
}

/** All that is known of one. */
export function letterLines(letter: Letter, codec: Codec): readonly string[] {
  const { schemaId, headers, stack, value } = letter;
  return [
    letterLine(letter),
    `  schema id  ${schemaId ?? 'none'}`,
    ...Object.entries(headers).map(([name, text]) => `  header     ${name}: ${text}`),
    `  body       ${value === null ? 'none' : bodyText(value, codec)}`,
    ...(stack === null ? [] : stack.split('\n').map((line) => `  stack      ${line.trim()}`)),
  ];
}

/** The letter as one JSON object; its body as it can be read, and as the bytes that it is. */
export function letterJson(letter: Letter, codec: Codec): object {
  const { value } = letter;
  const body = value === null ? null : decoded(value, codec);
  return { ...letter, value: value?.toString('base64') ?? null, body };
}

function bodyText(value: Buffer, codec: Codec): string {
  const body = decoded(value, codec);
  return body === null ? `${value.toString('hex').slice(0, 200)} (hex)` : JSON.stringify(body);
}

function decoded(value: Buffer, codec: Codec): unknown {
  try {
    return codec.decode(value).data;
  } catch (error) {
    if (error instanceof CodecError) return null;
    throw error;
  }
}
