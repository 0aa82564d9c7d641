import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './error.ts';

/** Names inside the embedded-redis 1.4.3 jar; all are Redis 6.2. */
const carriedBinaries: Readonly<Record<string, string>> = {
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'linux-ia32': 'redis-server-6.2.7-linux-386',
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
};

/**
 * The Redis to run: the carried one, or the system's where the carried one cannot run (it wants
 * OpenSSL 3 and glibc, which an older or a musl Linux lacks).
 */
export function findRedisBinary(redisDir: string, env: NodeJS.ProcessEnv): string {
  const { platform, arch } = process;
  const name = carriedBinaries[`${platform}-${arch}`];
  if (name !== undefined) {
    const carried = join(redisDir, name);
    chmodSync(carried, 0o755);
    if (canRun(carried, env)) return carried;
  }
  if (canRun('redis-server', env)) return 'redis-server';
  throw new StackError(
    'UNSUPPORTED_PLATFORM',
    `No Redis runs on ${platform}-${arch} here. Install redis-server 6.2 or newer (Debian: ` +
      'apt-get install redis-server; macOS: brew install redis), or use --embedded.',
  );
}

function canRun(binary: string, env: NodeJS.ProcessEnv): boolean {
  const run = spawnSync(binary, ['--version'], { env, stdio: 'ignore' });
  return run.error === undefined && run.status === 0;
}
