import { readFileSync } from 'node:fs';
import { epochMsOf } from '@duewatch/contracts';
import type { Assessment } from '@duewatch/risk-core';
import { DoorAndScoring } from './door-and-scoring.ts';

interface Line {
  readonly number: number;
  readonly time: number;
  readonly text: string;
}

/** A story on its way: events go in by the door's checks and come out as scoring sees them. */
export class StoryPlay {
  private readonly path: string;
  private readonly lines: readonly Line[];
  private readonly system = new DoorAndScoring();
  private next = 0;

  constructor(path: string) {
    this.path = path;
    this.lines = readLines(path);
  }

  /** Tells everything up to and including an instant, then lets another process take over. */
  playUntil(instant: number): void {
    for (let line = this.lines[this.next]; line !== undefined; line = this.lines[this.next]) {
      if (line.time > instant) break;
      this.tell(line);
      this.next += 1;
    }
    this.system.restart();
  }

  /** Date that the story's calendar has reached. */
  today(): number | undefined {
    return this.system.today();
  }

  /** What is true of a customer; undefined before the first event about it, or once erased. */
  assessment(customerId: string): Assessment | undefined {
    return this.system.assessment(customerId);
  }

  private tell({ text, number, time }: Line): void {
    const told = this.system.tell(JSON.parse(text), time);
    if (told.kind === 'refused') {
      throw new Error(`${this.path}:${number} is refused by ${told.by}: ${told.why}`);
    }
  }
}

function readLines(path: string): Line[] {
  const lines: Line[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, text] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (text.trim() === '') continue;
    const number = index + 1;
    const time = epochMsOf((JSON.parse(text) as { readonly time: string }).time);
    if (time === undefined) throw new Error(`${path}:${number} has no time`);
    if (time < last) throw new Error(`${path}:${number} happens before the line above it`);
    last = time;
    lines.push({ number, time, text });
  }
  return lines;
}
