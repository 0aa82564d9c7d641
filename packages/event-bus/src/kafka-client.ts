import net from 'node:net';
import tls from 'node:tls';
import {
  type Clock,
  certificateAlert,
  readSecret,
  type ShownCertificate,
  type StackSettings,
} from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import { Kafka, type LogEntry, logLevel, type SASLOptions } from 'kafkajs';
import { installEncoderGuard } from './encoder-guard.ts';
import { BusError, certificateRefused, messageOf, notAllowed, unknownTopic } from './errors.ts';
import { installProduceGuard } from './produce-guard.ts';
import { installHeaderGuard } from './record-headers.ts';
import { installTimerGuard } from './timer-guard.ts';

/** What every part of the Kafka bus needs. */
export interface KafkaContext {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly tls: boolean;
  readonly sasl: StackSettings['kafkaSasl'];
  /** Shown to brokers that ask for one; read anew at each connection. */
  readonly certificate: (() => ShownCertificate) | null;
  readonly log: Log;
  readonly clock: Clock;
  /** After this the client takes a request for lost. */
  readonly requestTimeoutMs: number;
  /** After this an operation that got no answer is given up. */
  readonly deadlineMs: number;
  /** Where to connect instead of the address that a broker advertises. */
  readonly redirect: ((address: Address) => Address) | undefined;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * A kafkajs client with its connections. One for each use: clients share a cache of committed
 * offsets between consumers of one group, and what one of them clears the other misses.
 */
export class KafkaClient {
  readonly kafka: Kafka;
  readonly #context: KafkaContext;
  readonly #sockets = new Set<net.Socket>();
  #isCut = false;

  /** `retries`: how often kafkajs itself tries an operation before our own loop takes over. */
  constructor(context: KafkaContext, retries: number) {
    installTimerGuard();
    installHeaderGuard();
    installEncoderGuard();
    installProduceGuard();
    this.#context = context;
    const { brokers, clientId, sasl, log, requestTimeoutMs } = context;
    this.kafka = new Kafka({
      brokers: [...brokers],
      clientId,
      ...(sasl === null ? {} : { sasl: saslOf(sasl) }),
      requestTimeout: requestTimeoutMs,
      connectionTimeout: 3_000,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, multiplier: 2, retries },
      logLevel: logLevel.INFO,
      logCreator: () => (entry) => report(log, entry, this.#isCut),
      socketFactory: (wanted) => this.#connect(wanted),
    });
  }

  /**
   * Ends every connection and makes no more. After an outage kafkajs forgets brokers that it is
   * still connected to; its own `disconnect` leaves those open, and the process alive.
   */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) {
      // With an error, kafkajs gives up what waits on the connection; without, it would wait on.
      if (socket.writableEnded) socket.destroy();
      else socket.destroy(new Error('the client was closed'));
    }
  }

  #connect(wanted: Address & { onConnect: () => void }): net.Socket {
    if (this.#isCut) throw new Error('the client was closed');
    const { host, port } = this.#context.redirect?.(wanted) ?? wanted;
    const socket = this.#context.tls
      ? tls.connect(
          { host, port, ...nameOf(wanted), ...this.#context.certificate?.() },
          wanted.onConnect,
        )
      : net.connect({ host, port }, wanted.onConnect);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket.setKeepAlive(true, 60_000).setNoDelay(true);
  }
}

/** Whom the certificate must name; an address cannot be asked for by name. */
function nameOf({ host }: Address): { servername?: string } {
  return net.isIP(host) ? {} : { servername: host };
}

/** kafkajs takes the password from this object at every connection that it makes. */
function saslOf(settings: NonNullable<StackSettings['kafkaSasl']>): SASLOptions {
  const { mechanism, user, passwordFile } = settings;
  const sasl = {
    ...{ mechanism, username: user },
    get password() {
      return readSecret(passwordFile);
    },
  };
  // Its type wants to know the mechanism when this is compiled.
  return sasl as SASLOptions;
}

/**
 * What it says whenever an idempotent producer begins. It is so on purpose: after a rejection ours
 * is never used again (docs/reliability.md, K2), so bounded retries endanger nothing.
 */
const SAID_ALWAYS = 'Limiting retries for the idempotent producer may invalidate EoS guarantees';

/** The client calls every hiccup an error; what matters reaches our callers as a `BusError`. */
export function report(log: Log, entry: LogEntry, isCut: boolean): void {
  const { message, timestamp: _, stack: __, ...fields } = entry.log;
  const line = { client: `kafkajs ${entry.namespace}`, says: message, ...fields };
  if (isCut) log.debug('A Kafka client that was closed reports', line);
  else if (entry.level === logLevel.ERROR) log.warn('The Kafka client reports trouble', line);
  else if (entry.level === logLevel.WARN && message !== SAID_ALWAYS)
    log.info('The Kafka client reports', line);
  else log.debug('The Kafka client reports', line);
}

/** Broker answers that come again however often the same records are sent. */
const refusals: ReadonlySet<unknown> = new Set([
  'CORRUPT_MESSAGE',
  'INVALID_CONFIG',
  'INVALID_RECORD',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_REQUIRED_ACKS',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'MESSAGE_TOO_LARGE',
  'POLICY_VIOLATION',
  'RECORD_LIST_TOO_LARGE',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'UNSUPPORTED_VERSION',
]);

/** Broker answers to a login that lacks a right. */
const denials: ReadonlySet<unknown> = new Set([
  'CLUSTER_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
]);

/**
 * Our error for one of the client's. `topic` names what was asked for, if it was one; `needed` the
 * right that this takes.
 */
export function busErrorOf(
  error: unknown,
  topic: string,
  needed = `Describe on ${topic}`,
): BusError {
  const chain = causesOf(error);
  const known = chain.find((one) => one instanceof BusError);
  if (known instanceof BusError) return known;
  for (const one of chain) {
    const { type, name } = one as { type?: unknown; name?: unknown };
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return unknownTopic(topic, error);
    if (denials.has(type)) return notAllowed(needed, one);
    if (refusals.has(type)) {
      return new BusError('REFUSED', `${topic}: ${messageOf(one)}`, error);
    }
    if (name === 'KafkaJSSASLAuthenticationError') return loginRefused(one);
    const alert = certificateAlert(one);
    if (alert !== undefined) return certificateRefused('Kafka', alert, one);
    if (name === 'KafkaJSNotImplemented') return foreignCodec(topic, one);
  }
  return new BusError('UNAVAILABLE', messageOf(error), error);
}

function loginRefused(cause: unknown): BusError {
  const mend = 'Check user, password file and mechanism of stack.kafkaSasl.';
  return new BusError('REFUSED', `Kafka refuses the login: ${messageOf(cause)}. ${mend}`, cause);
}

/** K14: kafkajs reads gzip only. */
function foreignCodec(topic: string, cause: unknown): BusError {
  return new BusError(
    'FOREIGN_CODEC',
    `${topic} holds records that this client cannot unpack (${messageOf(cause)}): set their ` +
      "producers' compression.type, and the topic's, to gzip or none",
    cause,
  );
}

/** The error and what it wraps; kafkajs wraps up to four deep, or lists one error per topic. */
export function causesOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  const queue = [error];
  while (queue.length > 0) {
    const one = queue.shift();
    if (typeof one !== 'object' || one === null || chain.includes(one)) continue;
    chain.push(one);
    const { cause, originalError, errors } = one as Readonly<Record<string, unknown>>;
    queue.push(cause, originalError, ...(Array.isArray(errors) ? errors : []));
  }
  return chain;
}
