// Ends a CI run: prints `N passed, N failed` over all test projects, alone on the last line, and
// exits with the code given. A run that failed before its tests counts as one failure.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'reports', 'tests');
const exitCode = Number(process.argv[2] ?? 0);

let passed = 0;
let failed = 0;
for (const file of existsSync(folder) ? readdirSync(folder) : []) {
  const tally = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  passed += tally.passed;
  failed += tally.failed;
}
if (exitCode !== 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = exitCode === 0 && (failed > 0 || passed === 0) ? 1 : exitCode;
