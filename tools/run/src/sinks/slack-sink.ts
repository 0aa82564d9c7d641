import { createSystemClock } from '@duewatch/config';
import { createFaultPlan } from './fault.ts';
import { startHttpListener, type Verdict } from './http-listener.ts';
import { createInbox, type Received } from './inbox.ts';
import type { Sink, SinkOptions } from './sink.ts';
import { slackRefusal } from './slack-limits.ts';

export interface SlackMessage extends Received {
  readonly payload: Readonly<Record<string, unknown>>;
  /** All text of the message in reading order, entities decoded: what a person would see. */
  readonly text: string;
}

/** An incoming webhook that takes what Slack would take and answers as Slack does. */
export async function startSlackSink(
  options: SinkOptions<SlackMessage> = {},
): Promise<Sink<SlackMessage>> {
  const clock = options.clock ?? createSystemClock();
  const faults = createFaultPlan();
  const inbox = createInbox<SlackMessage>(clock, options.onMessage);
  const path = '/services/T0/B0/local';
  const listener = await startHttpListener<SlackMessage>({
    port: options.port ?? 0,
    clock,
    faults,
    inbox,
    path,
    judge,
  });
  return {
    url: `${listener.origin}${path}`,
    messagesUrl: `${listener.origin}/messages`,
    received: inbox.received,
    refused: inbox.refused,
    fail: faults.add,
    heal: faults.clear,
    clear: inbox.clear,
    close: listener.close,
  };
}

function judge(body: string): Verdict<SlackMessage> {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return { kind: 'refuse', status: 400, reason: 'invalid_payload' };
  }
  const reason = slackRefusal(payload);
  if (reason !== undefined) return { kind: 'refuse', status: 400, reason };
  const message = { payload: payload as Record<string, unknown>, text: readable(payload) };
  return { kind: 'keep', message, answer: 'ok' };
}

function readable(payload: unknown): string {
  const { text, blocks } = payload as { text: string; blocks?: unknown };
  const lines = blocks === undefined ? [text] : textsOf(blocks);
  return lines.join('\n').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  );
}
