import { certificateAlert } from '@duewatch/config';

/** A command failed or its answer was lost; whether it was applied is not known. */
export class RedisError extends Error {
  readonly code: 'REDIS_UNAVAILABLE' | 'REDIS_REFUSED';
  readonly retriable: boolean;

  constructor(code: RedisError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'RedisError';
    this.code = code;
    this.retriable = code === 'REDIS_UNAVAILABLE';
  }

  /** Of a server that throws keys away when its memory is full. */
  static evicts(policy: string, url: string): RedisError {
    const found = `when its memory is full it throws keys away (maxmemory-policy ${policy})`;
    const mend = 'Set maxmemory-policy noeviction.';
    const message = `Redis at ${withoutSecret(url)}: ${found}, and state with them. ${mend}`;
    return new RedisError('REDIS_REFUSED', message, undefined);
  }

  /** Tells an answer of the server (a wrong type, no memory) from a lost connection. */
  static from(error: unknown, url: string): RedisError {
    if (error instanceof RedisError) return error;
    const reason = error instanceof Error ? error.message : String(error);
    const isReply = error instanceof Error && error.name === 'ReplyError';
    const passes = PASSES.test(reason);
    const code = isReply && !passes ? 'REDIS_REFUSED' : 'REDIS_UNAVAILABLE';
    return new RedisError(code, `Redis at ${withoutSecret(url)}: ${wordsFor(reason)}`, error);
  }
}

/**
 * LOADING, OOM or a full disk (MISCONF) pass by themselves; other replies are faults of ours.
 * Redis 6 puts words of its own before what a script met: `ERR Error running script (…): -MISCONF`.
 */
const PASSES =
  /^(ERR Error running script .*: -)?(LOADING|OOM|BUSY|MASTERDOWN|READONLY|MISCONF|CLUSTERDOWN)\b/;

/** The reason, with the mend where a person has to do something. */
function wordsFor(reason: string): string {
  const alert = certificateAlert(reason);
  if (alert !== undefined) {
    return `it refuses the certificate: ${alert}. Check stack.clientCertificate.`;
  }
  if (LOGIN.test(reason)) {
    return `${reason} Check stack.redisLogin, or what stands in the address.`;
  }
  return /\bNOPERM\b/.test(reason)
    ? `${reason}. Grant it: \`npx duewatch stack access\` tells what each login needs.`
    : reason;
}

/** Replies to who has no password, or a wrong one. */
const LOGIN = /^(WRONGPASS|NOAUTH)\b/;

function withoutSecret(url: string): string {
  return url.replace(/\/\/.*@/, '//');
}
