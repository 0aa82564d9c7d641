import type { IngestApp, IngestPorts } from '@duewatch/ingest';
import type { SimProcess } from './sim-process.ts';

/** Fastify, but for the socket. */
type Server = Parameters<NonNullable<IngestPorts['listen']>>[0];

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The place where ingest is reached, whichever process stands behind it. */
export class Door {
  process: SimProcess | undefined;
  private app: IngestApp | undefined;
  private server: Server | undefined;
  private readonly launch: () => { readonly process: SimProcess; readonly app: IngestApp };

  constructor(launch: () => { readonly process: SimProcess; readonly app: IngestApp }) {
    this.launch = launch;
  }

  start(): void {
    this.server = undefined;
    const { process, app } = this.launch();
    this.process = process;
    this.app = app;
  }

  open(process: SimProcess, server: Server): void {
    if (process === this.process) this.server = server;
  }

  pending(): number {
    return this.app?.status().ready === true ? this.app.status().pending : 1;
  }

  /** Undefined when nobody opens. A process that dies meanwhile never answers. */
  async post(key: string, events: readonly unknown[]): Promise<Answer | undefined> {
    const { server, process } = this;
    if (server === undefined || process?.isAwake !== true) return undefined;
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/events',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/cloudevents-batch+json',
      },
      payload: JSON.stringify(events),
    });
    return { status: answer.statusCode, body: answer.json() };
  }
}
