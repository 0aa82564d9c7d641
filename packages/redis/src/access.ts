import {
  type ClientCertificate,
  certificateReader,
  type Login,
  readSecret,
  type ShownCertificate,
  type StackSettings,
} from '@duewatch/config';

/** Whom to be at a Redis. */
export interface RedisAccess {
  readonly login?: Login | null | undefined;
  /** Shown where the address begins with `rediss:`. */
  readonly certificate?: ClientCertificate | null | undefined;
}

/** The same, as the section `stack` of the settings says. */
export function redisAccess({
  redisLogin: login,
  clientCertificate: certificate,
}: Pick<StackSettings, 'redisLogin' | 'clientCertificate'>): RedisAccess {
  return { login, certificate };
}

/** What ioredis is told of who it is and of connecting again, whoever opens the connection. */
export interface AccessOptions {
  username?: string;
  password?: string;
  tls?: ShownCertificate;
  retryStrategy(attempt: number): number;
}

/**
 * Options that read password and certificate anew before each new connection. A user or password
 * in the address goes before them.
 */
export function accessOptions(
  url: string,
  { login = null, certificate = null }: RedisAccess,
): AccessOptions {
  const isShown = certificate !== null && url.startsWith('rediss:');
  const shown = isShown ? certificateReader(certificate) : undefined;
  return {
    ...(login === null ? {} : { username: login.user, password: readSecret(login.passwordFile) }),
    ...(shown === undefined ? {} : { tls: shown() }),
    // ioredis calls it as a method of the options that the next connection is made with.
    retryStrategy(attempt) {
      if (login !== null) this.password = secretNow(login, this.password);
      if (shown !== undefined) this.tls = shown();
      return delayMs(attempt);
    },
  };
}

/** While the file is being replaced the next attempt goes with what is known. */
function secretNow({ passwordFile }: Login, known: string | undefined): string {
  try {
    return readSecret(passwordFile);
  } catch {
    return known ?? '';
  }
}

function delayMs(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 6), 2_000);
}
