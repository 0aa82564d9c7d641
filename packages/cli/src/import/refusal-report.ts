import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Refusal } from './read-invoice.ts';

/** Writes what was not taken as CSV: line, reason, detail, mend. */
export async function writeRefusals(path: string, refusals: readonly Refusal[]): Promise<void> {
  const lines = refusals.map(({ line, reason, detail, mend }) =>
    [String(line), reason, detail, mend].map(csvCell).join(','),
  );
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${['line,reason,detail,mend', ...lines].join('\r\n')}\r\n`);
}

/** RFC 4180, and no cell that a spreadsheet would take for a formula. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\0]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
