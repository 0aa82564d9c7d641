import { pino } from 'pino';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Facts beside the message, by name, units last. An error goes under `error`. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One JSON line per call. Messages are constant sentences; what varies goes into the fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  fatal(message: string, fields?: LogFields): void;
  /** The same log with these fields on every line. */
  child(fields: LogFields): Log;
}

/**
 * Names whose value is blanked at the top of the fields and one level down. A net for mistakes and
 * not a licence to log such things: deeper ones are not seen (pino needs the depth spelt out).
 */
const secretNames = [
  'apiKey',
  'authorization',
  'contact',
  'cookie',
  'customerName',
  'email',
  'password',
  'phone',
  'secret',
  'signingSecret',
  'token',
  'webhookUrl',
];
const redactPaths = secretNames.flatMap((name) => [name, `*.${name}`]);

/** A log on standard output, or on `destination`, which tests give to see the lines. */
export function createLog(options: {
  readonly service: string;
  readonly level?: LogLevel;
  readonly destination?: { write(line: string): void };
}): Log {
  const settings: pino.LoggerOptions = {
    level: options.level ?? 'info',
    // Process id and host name are the supervisor's business and differ in every test.
    base: { service: options.service },
    messageKey: 'message',
    errorKey: 'error',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describeError },
    redact: { paths: redactPaths, censor: '[redacted]' },
  };
  const { destination } = options;
  return wrap(destination === undefined ? pino(settings) : pino(settings, destination));
}

function wrap(logger: pino.Logger): Log {
  const line =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void =>
      logger[level](fields, message);
  return {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    fatal: line('fatal'),
    child: (fields) => wrap(logger.child(fields)),
  };
}

/** Code and chain of causes first: they tell more than a stack of library frames. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, retriable } = error as { code?: unknown; retriable?: unknown };
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(retriable === undefined ? {} : { retriable }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

const ignore = (): void => {};

/** Says nothing. For tests, and for callers that need no log. */
export const silentLog: Log = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
  child: () => silentLog,
};
