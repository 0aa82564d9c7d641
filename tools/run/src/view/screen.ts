import type { Clock } from '@duewatch/config';
import { createPalette, type Palette, wantsColour } from './palette.ts';

/** What a screen writes on: a terminal, a pipe or a file. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines that scroll, and one line at the foot that is rewritten in place. */
export interface Screen {
  readonly palette: Palette;
  line(text?: string): void;
  /** What the foot says from now on: the first that fits into a row. Nothing takes it away. */
  foot(...variants: readonly string[]): void;
  /** Leaves the last foot standing as an ordinary line. */
  close(): void;
}

/** Where the foot cannot be rewritten it is said anew this often. */
const footEveryMs = 10_000;
const defaultColumns = 80;
const eraseLine = '\r\x1b[2K';

/** A screen on any output; only a terminal gets colours and a foot that stays in its place. */
export function createScreen(
  output: Output,
  options: { readonly clock: Clock; readonly env: Readonly<Record<string, string | undefined>> },
): Screen {
  const isTerminal = output.isTTY === true && options.env['TERM'] !== 'dumb';
  const palette = createPalette(wantsColour(isTerminal, options.env));
  return isTerminal
    ? new TerminalScreen(output, palette)
    : new PlainScreen(output, palette, options.clock);
}

class TerminalScreen implements Screen {
  readonly palette: Palette;
  readonly #output: Output;
  #foot: string | undefined;

  constructor(output: Output, palette: Palette) {
    this.#output = output;
    this.palette = palette;
  }

  line(text = ''): void {
    this.#output.write(`${this.#erased()}${text}\n${this.#shown()}`);
  }

  foot(...variants: readonly string[]): void {
    const columns = this.#output.columns ?? defaultColumns;
    // Cut at worst: a foot that wraps could not be erased again.
    const fitting = variants.find(({ length }) => length < columns) ?? variants.at(-1);
    const text = fitting?.slice(0, columns - 1);
    if (text === this.#foot) return;
    const erased = this.#erased();
    this.#foot = text;
    this.#output.write(`${erased}${this.#shown()}`);
  }

  close(): void {
    if (this.#foot !== undefined) this.#output.write('\n');
    this.#foot = undefined;
  }

  #erased(): string {
    return this.#foot === undefined ? '' : eraseLine;
  }

  #shown(): string {
    return this.#foot === undefined ? '' : this.palette.bold(this.#foot);
  }
}

class PlainScreen implements Screen {
  readonly palette: Palette;
  readonly #output: Output;
  readonly #clock: Clock;
  #foot: string | undefined;
  #said: string | undefined;
  #saidAtMs: number;

  constructor(output: Output, palette: Palette, clock: Clock) {
    this.#output = output;
    this.palette = palette;
    this.#clock = clock;
    this.#saidAtMs = clock.now();
  }

  line(text = ''): void {
    this.#output.write(`${text}\n`);
  }

  foot(...variants: readonly string[]): void {
    this.#foot = variants[0];
    if (this.#clock.now() - this.#saidAtMs >= footEveryMs) this.#sayFoot();
  }

  close(): void {
    this.#sayFoot();
    this.#foot = undefined;
  }

  #sayFoot(): void {
    if (this.#foot === undefined || this.#foot === this.#said) return;
    this.line(this.#foot);
    this.#said = this.#foot;
    this.#saidAtMs = this.#clock.now();
  }
}
