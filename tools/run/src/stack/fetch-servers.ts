import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackError } from './error.ts';
import { waitForLock } from './file-lock.ts';
import { runMaven } from './maven.ts';
import { cacheDir, repositoryRoot } from './places.ts';
import { serverVersions } from './server-settings.ts';
import { digestTree, listTree, type TreeFile } from './tree-digest.ts';

/** Where the servers' files lie. */
export interface ServerFiles {
  readonly kafkaDir: string;
  readonly registryDir: string;
  readonly redisDir: string;
}

/** What was fetched with these versions when they were chosen; anything else is refused. */
const pinnedDigests = {
  kafka: '6953bfc4d23c24004ed3d44b741c7a4538a923f476f85ff7cf086e87ead4b49c',
  registry: 'b4833f49dd7a995e380c7d072ec5786b588e2ad549a1717fa81ef5fb272f7c8f',
  redis: 'dd09d88654f01928918d47736ad61a644d26573254eea0d481b0f01aa0d85c05',
} as const;

type Part = keyof typeof pinnedDigests;
const parts: readonly Part[] = ['kafka', 'registry', 'redis'];

interface Manifest {
  readonly digests: Readonly<Record<Part, string>>;
  readonly files: readonly TreeFile[];
}

/** 160 MB take ten seconds near a mirror; a slow line gets the time that it needs. */
const fetchTimeoutMs = 20 * 60_000;

/** Returns the servers' files, fetching them when the user's cache has none. */
export async function fetchServers(
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<ServerFiles> {
  const root = join(cacheDir(env), 'native', cacheKey());
  if (isComplete(root)) return serverFiles(root);
  const lock = await waitForLock(`${root}.lock`, fetchTimeoutMs, ({ pid }) =>
    log(`Waiting for process ${pid}, which is fetching the same servers`),
  );
  try {
    if (!isComplete(root)) await fetchInto(root, env, log);
  } finally {
    lock.release();
  }
  return serverFiles(root);
}

function cacheKey(): string {
  const { kafka, registry, embeddedRedis } = serverVersions;
  return `kafka-${kafka}_registry-${registry}_redis-${embeddedRedis}`;
}

function serverFiles(root: string): ServerFiles {
  return {
    kafkaDir: join(root, 'kafka'),
    registryDir: join(root, 'registry'),
    redisDir: join(root, 'redis'),
  };
}

async function fetchInto(
  root: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<void> {
  const draft = `${root}.partial`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const { kafka, registry } = serverVersions;
  log(`Fetching Kafka ${kafka}, Apicurio Registry ${registry} and Redis (about 160 MB, once)`);
  const pomFile = join(repositoryRoot, 'infra/native/pom.xml');
  await runMaven({ env, pomFile, outDir: draft, logFile: `${root}.log`, log });
  rmSync(join(draft, 'target'), { recursive: true, force: true });
  // A relic of the archive's format, not part of the registry.
  rmSync(join(draft, 'registry/PaxHeaders.X'), { recursive: true, force: true });
  const manifest = checkDigests(draft);
  writeFileSync(join(draft, 'manifest.json'), JSON.stringify(manifest));
  rmSync(root, { recursive: true, force: true });
  renameSync(draft, root);
  log(`Fetched into ${root}`);
}

function checkDigests(draft: string): Manifest {
  for (const part of parts) {
    const dir = join(draft, part);
    const digest = existsSync(dir) ? digestTree(dir) : 'nothing';
    if (digest !== pinnedDigests[part]) {
      throw new StackError(
        'FETCH_CORRUPT',
        `The fetched files of ${part} are not the expected ones (${digest}). Delete ${part}'s ` +
          'files from the local Maven repository and try again; if it stays so, do not run them.',
      );
    }
  }
  return { digests: pinnedDigests, files: listTree(draft) };
}

/** Compares sizes only: reading 190 MB at each start would cost more than starting Redis. */
function isComplete(root: string): boolean {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Manifest;
    if (parts.some((part) => manifest.digests[part] !== pinnedDigests[part])) return false;
    const sizes = new Map(listTree(root).map(({ path, size }) => [path, size]));
    return manifest.files.every(({ path, size }) => sizes.get(path) === size);
  } catch {
    return false;
  }
}
