import { readFileSync } from 'node:fs';

const EVERY_MS = 1_000;
const MEGABYTE = 1_048_576;

/** Resident memory of processes, looked at once a second. Linux only: it reads /proc. */
export class MemoryWatch {
  private readonly timer: NodeJS.Timeout;
  private readonly seen = new Map<string, number[]>();

  constructor(pids: ReadonlyMap<string, number>) {
    this.timer = setInterval(() => {
      for (const [name, pid] of pids) {
        const soFar = this.seen.get(name) ?? [];
        this.seen.set(name, [...soFar, residentBytes(pid)]);
      }
    }, EVERY_MS);
  }

  /** Per process the highest of the first and of the last third of the time, in megabytes. */
  stop(): Readonly<Record<string, { readonly early: number; readonly late: number }>> {
    clearInterval(this.timer);
    return Object.fromEntries(
      [...this.seen].map(([name, bytes]) => {
        const third = Math.ceil(bytes.length / 3);
        return [
          name,
          { early: highest(bytes.slice(0, third)), late: highest(bytes.slice(-third)) },
        ];
      }),
    );
  }
}

function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1_024;
}

function highest(bytes: readonly number[]): number {
  return Math.round(Math.max(...bytes) / MEGABYTE);
}
