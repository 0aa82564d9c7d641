import { statSync } from 'node:fs';
import { type ApiKey, type Clock, readKeyFile } from '@duewatch/config';
import type { Log } from '@duewatch/telemetry';
import { type Authentication, createAuthenticateKeyStep } from './authenticate-key.ts';

/** The keys that open the door at the moment. */
export interface KeyRing {
  authenticate(authorization: string | undefined): Authentication;
  close(): void;
}

interface KeySettings {
  readonly keys: readonly ApiKey[];
  readonly keysFile: string | null;
  readonly tenants: readonly { readonly tenantId: string }[];
}

const LOOK_EVERY_MS = 1_000;

/** Stamp of a file that is not there. */
const GONE = 'none';

/**
 * Keys of the settings and of a file beside them that may change while the process runs. A file
 * that cannot be read stops the start; later, or when it is gone, the keys known before go on, and
 * it is said once. Only a file without keys withdraws all.
 */
export function createKeyRing(
  { keys, keysFile, tenants }: KeySettings,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): KeyRing {
  if (keysFile === null) {
    return { authenticate: createAuthenticateKeyStep(keys), close: () => undefined };
  }
  const tenantIds = new Set(tenants.map(({ tenantId }) => tenantId));
  const ringOf = () => {
    const more = readKeyFile(keysFile);
    const stray = more.find(({ tenantId }) => !tenantIds.has(tenantId));
    if (stray === undefined) return createAuthenticateKeyStep([...keys, ...more]);
    throw new Error(`${keysFile}: the tenant of ${stray.keyId} is not among the tenants`);
  };
  let seen = stampOf(keysFile);
  let authenticate = ringOf();
  let cancel = clock.schedule(LOOK_EVERY_MS, look);

  function look(): void {
    cancel = clock.schedule(LOOK_EVERY_MS, look);
    const stamp = stampOf(keysFile ?? '');
    if (stamp === seen) return;
    seen = stamp;
    try {
      if (stamp === GONE) throw new Error(`${keysFile} is gone`);
      authenticate = ringOf();
      log.info('keys read again');
    } catch (error) {
      log.error('keys cannot be read; those known before go on', { error });
    }
  }

  return { authenticate: (shown) => authenticate(shown), close: () => cancel() };
}

/** Of a file, what changes when it is replaced. */
function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? GONE : `${found.ino} ${found.mtimeMs} ${found.size}`;
}
