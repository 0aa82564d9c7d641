import { readFileSync } from 'node:fs';

/** Enough to hold the cause of a failed start, with Java's stack trace above it. */
const tailLines = 25;

/** The last lines of a log file, indented for quoting. */
export function logTail(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return '    (no such file)';
  }
  const lines = text.trimEnd().split('\n').slice(-tailLines);
  return text.trim() === '' ? '    (empty)' : lines.map((line) => `    ${line}`).join('\n');
}
