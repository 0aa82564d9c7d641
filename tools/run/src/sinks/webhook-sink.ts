import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createSystemClock } from '@duewatch/config';
import { createFaultPlan } from './fault.ts';
import { startHttpListener, type Verdict } from './http-listener.ts';
import { createInbox, type Received } from './inbox.ts';
import type { Sink, SinkOptions } from './sink.ts';
import { refuseSignature } from './webhook-signature.ts';

export interface WebhookMessage extends Received {
  /** `webhook-id`: the same over all tries of one delivery. */
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Exactly as signed. */
  readonly rawBody: string;
  readonly body: unknown;
}

export interface WebhookSink extends Sink<WebhookMessage> {
  /** What the sender must sign with. */
  readonly secret: string;
}

/** A webhook that takes only what is signed as Standard Webhooks asks. */
export async function startWebhookSink(
  options: SinkOptions<WebhookMessage> & { readonly secret?: string } = {},
): Promise<WebhookSink> {
  const clock = options.clock ?? createSystemClock();
  const secret = options.secret ?? `whsec_${randomBytes(32).toString('base64')}`;
  const faults = createFaultPlan();
  const inbox = createInbox<WebhookMessage>(clock, options.onMessage);
  const path = '/hook';
  const listener = await startHttpListener<WebhookMessage>({
    port: options.port ?? 0,
    clock,
    faults,
    inbox,
    path,
    judge: (body, headers) => judge(body, headers, secret, clock.now()),
  });
  return {
    url: `${listener.origin}${path}`,
    messagesUrl: `${listener.origin}/messages`,
    secret,
    received: inbox.received,
    refused: inbox.refused,
    fail: faults.add,
    heal: faults.clear,
    clear: inbox.clear,
    close: listener.close,
  };
}

function judge(
  rawBody: string,
  allHeaders: IncomingHttpHeaders,
  secret: string,
  nowMs: number,
): Verdict<WebhookMessage> {
  const headers = Object.fromEntries(
    Object.entries(allHeaders).map(([name, value]) => [name, String(value)]),
  );
  const id = headers['webhook-id'];
  const refusal = refuseSignature(
    {
      id,
      timestamp: headers['webhook-timestamp'],
      signatures: headers['webhook-signature'],
      body: rawBody,
    },
    secret,
    nowMs,
  );
  if (refusal !== undefined) return { kind: 'refuse', status: 401, reason: refusal };
  try {
    const body: unknown = JSON.parse(rawBody);
    return { kind: 'keep', message: { id: id ?? '', headers, rawBody, body }, answer: 'ok' };
  } catch {
    return { kind: 'refuse', status: 400, reason: 'not_json' };
  }
}
