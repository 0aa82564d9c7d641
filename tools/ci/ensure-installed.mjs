// Installs dependencies when node_modules is missing or is not what the lock file says. Runs before
// `npm start`, `npm test` and `npm run check`, on whatever Node the machine has: so no TypeScript.
// `npm ci` is not used: it refuses a lock file that lacks other platforms' optional packages.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const reason = whyStale();
if (reason !== undefined) {
  console.log(`Installing dependencies: ${reason}.`);
  const args = ['install', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 1);
}

/** Why an install is needed, or undefined. */
function whyStale() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return 'there are none yet';
  const wanted = read('package-lock.json').packages;
  const present = read('node_modules/.package-lock.json').packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) {
      if (!declaresTheSame(path, entry)) return `${path || 'the root'} declares other ones`;
    } else if (!entry.optional && !entry.link && present[path]?.version !== entry.version) {
      return `${path} is not ${entry.version}`;
    } else if (entry.link && !existsSync(join(root, path))) {
      return `${path} is not linked`;
    }
  }
  return undefined;
}

/** Whether a workspace's package.json still asks for what the lock file was made from. */
function declaresTheSame(path, locked) {
  const manifest = join(path, 'package.json');
  if (!existsSync(join(root, manifest))) return !existsSync(join(root, path));
  const declared = read(manifest);
  return ['dependencies', 'devDependencies'].every((kind) => {
    const [a, b] = [declared[kind] ?? {}, locked[kind] ?? {}].map((one) => Object.entries(one));
    return a.length === b.length && a.every(([name, range]) => locked[kind]?.[name] === range);
  });
}
