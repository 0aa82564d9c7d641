import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { StackError } from './error.ts';
import { identify, type ProcessIdentity, signalProcess } from './process-identity.ts';
import type { ServerSpec, SupervisorCommand, SupervisorEvent } from './supervisor-protocol.ts';

/** Kafka needs about two seconds to close its logs; ten are ample on a loaded machine. */
const serverGraceMs = 10_000;
/** What a supervisor may take beyond what it grants its servers. */
const supervisorGraceMs = 5_000;

/** How a server ended. */
export interface ServerExit {
  readonly name: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly reason?: string;
}

/** Processes that cannot outlive this one, unless they are detached. */
export interface SupervisedProcesses {
  readonly supervisor: ProcessIdentity;
  /** Resolves once it runs. Whether it is ready is the caller's question. */
  start(spec: ServerSpec): Promise<ProcessIdentity>;
  /** Starts a command that ends by itself and tells how it did. */
  runToEnd(spec: ServerSpec): Promise<ServerExit>;
  /** How this server ended, if it has. */
  exitOf(name: string): ServerExit | undefined;
  /** Called for every server that ends before `stop`. */
  onExit(listener: (exit: ServerExit) => void): void;
  /** Once it resolves they outlive this process. */
  detach(): Promise<void>;
  /** SIGTERM, and SIGKILL once their time is over. Resolves when all have ended. */
  stop(): Promise<void>;
}

/**
 * Starts a supervisor with nothing to supervise yet. What it starts inherits this environment and
 * has `graceMs` to end after it was told to. Its own errors go to `logFile`: a detached one that
 * kept our standard error would keep whoever reads that waiting for ever.
 */
export async function superviseProcesses(
  env: NodeJS.ProcessEnv,
  logFile: string,
  graceMs = serverGraceMs,
): Promise<SupervisedProcesses> {
  const logFd = openSync(logFile, 'a');
  const child = spawn(process.execPath, [supervisorFile(), String(graceMs)], {
    detached: true,
    env,
    stdio: ['pipe', 'pipe', logFd],
  });
  closeSync(logFd);
  await once(child, 'spawn');
  const supervisor = child.pid === undefined ? undefined : identify(child.pid);
  if (supervisor === undefined) {
    throw new StackError('SERVER_DIED', 'The supervisor of the stack ended at once');
  }
  return new Supervised(child, supervisor, graceMs + supervisorGraceMs);
}

class Supervised implements SupervisedProcesses {
  readonly supervisor: ProcessIdentity;
  private readonly child: ChildProcess;
  private readonly stopTimeoutMs: number;
  private readonly running = new Map<string, ProcessIdentity>();
  private readonly exits = new Map<string, ServerExit>();
  private readonly exitListeners = new Set<(exit: ServerExit) => void>();
  private readonly startListeners = new Set<(name: string) => void>();
  /** Asked for and not yet ended. */
  private readonly wanted = new Set<string>();
  private readonly detached = Promise.withResolvers<void>();
  private isStopping = false;

  constructor(child: ChildProcess, supervisor: ProcessIdentity, stopTimeoutMs: number) {
    this.child = child;
    this.stopTimeoutMs = stopTimeoutMs;
    this.supervisor = supervisor;
    // Writing to a supervisor that just died is answered by its exit, not by an uncaught EPIPE.
    child.stdin?.on('error', () => undefined);
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) =>
        this.hear(JSON.parse(line) as SupervisorEvent),
      );
    }
    // Nobody may be waiting for it when the supervisor dies.
    this.detached.promise.catch(() => undefined);
    child.on('exit', () => this.supervisorEnded());
  }

  async start(spec: ServerSpec): Promise<ProcessIdentity> {
    this.want(spec.name);
    return await new Promise((resolve, reject) => {
      const settle = (name: string): void => {
        if (name !== spec.name) return;
        this.startListeners.delete(settle);
        const identity = this.running.get(name);
        if (identity !== undefined) resolve(identity);
        else reject(cannotStart(spec, this.exits.get(name)));
      };
      this.startListeners.add(settle);
      this.say({ do: 'start', ...spec });
    });
  }

  async runToEnd(spec: ServerSpec): Promise<ServerExit> {
    this.want(spec.name);
    const ended = new Promise<ServerExit>((resolve) => {
      const listener = (exit: ServerExit): void => {
        if (exit.name !== spec.name) return;
        this.exitListeners.delete(listener);
        resolve(exit);
      };
      this.exitListeners.add(listener);
    });
    this.say({ do: 'start', ...spec });
    return await ended;
  }

  exitOf(name: string): ServerExit | undefined {
    return this.exits.get(name);
  }

  onExit(listener: (exit: ServerExit) => void): void {
    this.exitListeners.add(listener);
  }

  async detach(): Promise<void> {
    this.say({ do: 'detach' });
    await this.detached.promise;
    this.child.stdin?.end();
    this.child.stdout?.destroy();
    this.child.unref();
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    const { pid } = this.supervisor;
    // Its process group: itself and every server that it started.
    const deadline = setTimeout(() => process.kill(-pid, 'SIGKILL'), this.stopTimeoutMs);
    await ended;
    clearTimeout(deadline);
  }

  private want(name: string): void {
    // Under one name only the later one would be ended, and the other stay behind.
    if (this.wanted.has(name)) throw new StackError('SERVER_DIED', `${name} runs already`);
    this.exits.delete(name);
    this.wanted.add(name);
  }

  private say(command: SupervisorCommand): void {
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  private hear(event: SupervisorEvent): void {
    switch (event.event) {
      case 'started':
        this.running.set(event.name, event.identity);
        for (const listener of [...this.startListeners]) listener(event.name);
        break;
      case 'exited':
        this.ended(event);
        break;
      case 'detached':
        // What happens to them from here on is no longer this process's business.
        this.child.removeAllListeners('exit');
        this.detached.resolve();
        break;
    }
  }

  private ended(exit: ServerExit): void {
    this.running.delete(exit.name);
    this.wanted.delete(exit.name);
    this.exits.set(exit.name, exit);
    for (const listener of [...this.startListeners]) listener(exit.name);
    if (this.isStopping) return;
    for (const listener of [...this.exitListeners]) listener(exit);
  }

  /** Somebody killed the supervisor: its servers would stay behind, so they end here. */
  private supervisorEnded(): void {
    this.detached.reject(new StackError('SERVER_DIED', 'The supervisor of the stack was killed'));
    for (const name of [...this.wanted]) {
      const identity = this.running.get(name);
      if (identity !== undefined) signalProcess(identity, 'SIGKILL');
      this.ended({ name, code: null, signal: 'SIGKILL', reason: 'its supervisor was killed' });
    }
  }
}

function cannotStart(spec: ServerSpec, exit: ServerExit | undefined): StackError {
  const reason = exit?.reason ?? 'it ended at once';
  return new StackError('SERVER_DIED', `Cannot start ${spec.name} (${spec.command}): ${reason}`);
}

function supervisorFile(): string {
  return fileURLToPath(new URL('./supervisor.ts', import.meta.url));
}
