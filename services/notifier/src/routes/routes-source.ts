import { readFile } from 'node:fs/promises';
import { type Clock, repeat } from '@duewatch/config';
import {
  type KnownReceiver,
  parseRoutes,
  problemText,
  type Routing,
  routesOfFilters,
} from '@duewatch/routing';
import type { Log } from '@duewatch/telemetry';
import type { NotifierSettings } from '../config.ts';

/** Which routes hold. */
export interface RoutesStatus {
  /** Null for the filters of the receivers. */
  readonly file: string | null;
  /** False while the file holds something that cannot be used, and the routes before it rule. */
  readonly isCurrent: boolean;
}

/** The routes that hold now: those of the file, read again whenever it changes. */
export interface RoutesSource {
  current(): Routing;
  status(): RoutesStatus;
  /** Reads them for the first time. Rejects with a `RoutesError` when they cannot be used. */
  start(): Promise<void>;
  stop(): void;
}

/** Routes that cannot be used, with every mistake, its place and its mend. */
export class RoutesError extends Error {
  override readonly name = 'RoutesError';
  readonly code = 'ROUTES_INVALID';
  readonly retriable = false;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(
      [`The routes in ${file} cannot be used.`, ...problems.map((one) => `  ${one}`)].join('\n'),
    );
    this.problems = problems;
  }
}

/** A changed file rules after at most two looks. */
const LOOK_EVERY_MS = 2_000;

export function createRoutesSource(
  { routes: file, receivers }: Pick<NotifierSettings, 'routes' | 'receivers'>,
  ports: { readonly clock: Clock; readonly log: Log },
): RoutesSource {
  if (file !== null) {
    return new FileRoutes(file, receivers, ports);
  }
  const routing = routesOfFilters(receivers);
  return {
    current: () => routing,
    status: () => ({ file, isCurrent: true }),
    start: async () => undefined,
    stop: () => undefined,
  };
}

class FileRoutes implements RoutesSource {
  private readonly file: string;
  private readonly receivers: readonly KnownReceiver[];
  private readonly ports: { readonly clock: Clock; readonly log: Log };
  private routing: Routing | undefined;
  /** The text that they were read from. */
  private ruling: string | undefined;
  /** What the last look found. */
  private found: string | undefined;
  /** What is wrong with the file now, as it was said. */
  private said: string | undefined;
  private cancel: () => void = () => undefined;
  private isStopped = false;

  constructor(
    file: string,
    receivers: readonly KnownReceiver[],
    ports: { readonly clock: Clock; readonly log: Log },
  ) {
    this.file = file;
    this.receivers = receivers;
    this.ports = ports;
  }

  current(): Routing {
    if (this.routing === undefined) throw new Error('the routes are asked before they are read');
    return this.routing;
  }

  status(): RoutesStatus {
    return { file: this.file, isCurrent: this.said === undefined };
  }

  async start(): Promise<void> {
    this.take(await this.read());
    if (!this.isStopped) this.cancel = repeat(this.ports.clock, LOOK_EVERY_MS, () => this.look());
  }

  stop(): void {
    this.isStopped = true;
    this.cancel();
  }

  /** What two looks find alike is whole: an editor may be in the middle of writing it. */
  private async look(): Promise<void> {
    const { log } = this.ports;
    try {
      const text = await this.read();
      const isWhole = text === this.found;
      this.found = text;
      if (!isWhole) return;
      const isNew = text !== this.ruling;
      if (isNew) this.take(text);
      this.said = undefined;
      if (isNew) log.info('the routes have changed', { file: this.file });
    } catch (error) {
      if (!(error instanceof RoutesError)) throw error;
      // Once, and not at each look.
      if (this.said === error.message) return;
      this.said = error.message;
      const { problems } = error;
      log.error('the routes cannot be used; those before them stay', { problems });
    }
  }

  private async read(): Promise<string> {
    try {
      return await readFile(this.file, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
      const mend = 'Correct notifier.routes or put the file there.';
      throw new RoutesError(this.file, [`${this.file} cannot be read${code}. ${mend}`]);
    }
  }

  private take(text: string): void {
    const parsed = parseRoutes(text, this.receivers);
    if (parsed.kind === 'refused') {
      const problems = parsed.problems.map((one) => problemText(this.file, one));
      throw new RoutesError(this.file, problems);
    }
    this.routing = parsed.routing;
    this.ruling = text;
  }
}
