import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Clock } from '@duewatch/config';
import type { AddressGuard, AddressRefusal, ResolvedAddress } from './address-guard.ts';

/** What became of one HTTP POST. Only `answered` says what the receiver thinks of it. */
export type PostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** From Retry-After, in seconds or as a date. */
      readonly retryAfterMs: number | null;
      /** The beginning of the answer, for people. */
      readonly excerpt: string;
    }
  /** Never called. */
  | { readonly kind: 'refused'; readonly reason: AddressRefusal }
  /** No connection: the receiver cannot have read anything. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** The connection was lost or silent: the receiver may have read everything. */
  | { readonly kind: 'lost'; readonly reason: 'timeout' | 'connection_lost' };

export interface PostRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** From the first byte sent to the last byte read. */
  readonly timeoutMs: number;
}

/** More than any honest answer; the rest is not read. */
const ANSWER_BYTES_MAX = 65_536;
const EXCERPT_CHARS = 200;

/** Posts once: checked address, no redirects, one deadline, a capped answer. Never throws. */
export async function post(
  { url: text, body, headers, timeoutMs }: PostRequest,
  { guard, clock }: { readonly guard: AddressGuard; readonly clock: Clock },
): Promise<PostOutcome> {
  const url = new URL(text);
  const verdict = await guard.check(url);
  if (verdict.kind === 'refused') return verdict;
  return new Promise((resolve) => {
    let isConnected = false;
    const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = begin(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      // A kept connection may be half dead, and then nobody knows whether a message arrived.
      agent: false,
      lookup: lookupOf(verdict.addresses),
    });
    const cancelTimeout = clock.schedule(timeoutMs, () => end({ kind: 'lost', reason: 'timeout' }));
    const end = (outcome: PostOutcome): void => {
      cancelTimeout();
      resolve(outcome);
      request.destroy();
    };
    request.on('socket', (socket) => {
      const event = url.protocol === 'https:' ? 'secureConnect' : 'connect';
      socket.once(event, () => {
        isConnected = true;
      });
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (isConnected) end({ kind: 'lost', reason: 'connection_lost' });
      else end({ kind: 'unreachable', reason: error.code ?? 'connection_failed' });
    });
    request.on('response', (response) => {
      readAnswer(response, clock).then(end, () => end(answerOf(response, '', clock)));
    });
    request.end(body);
  });
}

/** The status came, so the message has arrived: a body that is cut off does not change that. */
async function readAnswer(response: IncomingMessage, clock: Clock): Promise<PostOutcome> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return answerOf(response, Buffer.concat(chunks).toString('utf8'), clock);
}

function answerOf(response: IncomingMessage, text: string, clock: Clock): PostOutcome {
  return {
    kind: 'answered',
    status: response.statusCode ?? 0,
    retryAfterMs: retryAfterMsOf(response.headers['retry-after'], clock.now()),
    excerpt: text.slice(0, EXCERPT_CHARS),
  };
}

/** Retry-After is a number of seconds or an HTTP date; nonsense is as good as none. */
function retryAfterMsOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** Answers what was checked and asks nobody again. */
function lookupOf(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else if (first !== undefined) callback(null, first.address, first.family);
  };
}
