import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts } from '@duewatch/run';
import type { Certificate } from '@duewatch/testing';
import { fetchServers } from '../../tools/run/src/stack/fetch-servers.ts';
import { findRedisBinary } from '../../tools/run/src/stack/redis-binary.ts';
import { superviseProcesses } from '../../tools/run/src/stack/supervised-processes.ts';

/** Those of `duewatch stack access`, but on all keys. */
const rights = '~* &* +@all -@admin -@dangerous +info';

/**
 * A Redis that speaks TLS with who shows the client's certificate, and knows the user `duewatch`,
 * and an `admin` who may do everything.
 */
export async function startSecuredRedis(
  { certFile, keyFile }: Certificate,
  client: Certificate,
  passwords: { readonly duewatch: string; readonly admin: string },
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'duewatch-secured-redis-'));
  const [port = 0] = await findFreePorts([0]);
  const { redisDir } = await fetchServers(process.env, () => undefined);
  const settings = [
    ...['port 0', `tls-port ${port}`, 'bind 127.0.0.1', 'save ""'],
    ...['tls-auth-clients yes', `tls-ca-cert-file ${client.certFile}`],
    ...[`tls-cert-file ${certFile}`, `tls-key-file ${keyFile}`, 'maxmemory-policy noeviction'],
    'user default off',
    `user admin on ">${passwords.admin}" ~* &* +@all`,
    `user duewatch on ">${passwords.duewatch}" ${rights}`,
  ];
  const settingsFile = join(folder, 'redis.conf');
  writeFileSync(settingsFile, settings.join('\n'));
  const supervised = await superviseProcesses(process.env, join(folder, 'supervisor.log'));
  await supervised.start({
    ...{ name: 'redis', command: findRedisBinary(redisDir, process.env), args: [settingsFile] },
    ...{ cwd: folder, logFile: join(folder, 'redis.log') },
  });
  return {
    url: `rediss://127.0.0.1:${port}`,
    async stop() {
      await supervised.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
