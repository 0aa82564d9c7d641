import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { CloudEventJson } from '@duewatch/door-client';
import { FeedError } from '@duewatch/door-client';

/** The events of a story file: one CloudEvent per line; empty lines are passed over. */
export async function* readStory(path: string): AsyncGenerator<CloudEventJson> {
  const lines = createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() !== '') yield eventOf(line, `${path}:${number}`);
  }
}

function eventOf(line: string, where: string): CloudEventJson {
  let event: Partial<CloudEventJson> | null;
  try {
    event = JSON.parse(line) as Partial<CloudEventJson> | null;
  } catch (error) {
    throw new FeedError('bad_line', `${where} is not JSON; each line holds one CloudEvent`, error);
  }
  // The door checks the rest; these are needed to send the event in the right place.
  const isEvent =
    typeof event === 'object' &&
    event !== null &&
    typeof event.id === 'string' &&
    typeof event.type === 'string' &&
    typeof event.data === 'object' &&
    event.data !== null;
  if (!isEvent) {
    throw new FeedError('bad_line', `${where} is no CloudEvent: it needs "id", "type" and "data"`);
  }
  return event as CloudEventJson;
}
