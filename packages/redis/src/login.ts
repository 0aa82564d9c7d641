import { type Login, readSecret } from '@duewatch/config';

/** What ioredis is told of logging in and of connecting again, whoever opens the connection. */
export interface LoginOptions {
  username?: string;
  password?: string;
  retryStrategy(attempt: number): number;
}

/**
 * Options that read the password anew before each new connection. A user or password in the
 * address goes before them.
 */
export function loginOptions(login: Login | null): LoginOptions {
  if (login === null) return { retryStrategy: delayMs };
  return {
    username: login.user,
    password: readSecret(login.passwordFile),
    // ioredis calls it as a method of the options that the next connection is made with.
    retryStrategy(attempt) {
      this.password = secretNow(login, this.password);
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
