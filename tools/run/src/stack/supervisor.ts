/**
 * A process of its own that starts servers and ends them with the launcher. Its standard input is
 * the lifeline: each line is a command, and its end, however the launcher ended (SIGKILL too),
 * means stop everything. It sits in its own process group, so a Ctrl-C in the terminal reaches the
 * launcher only and the servers outlive the services that still write to them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { identify } from './process-identity.ts';
import type { SupervisorCommand, SupervisorEvent } from './supervisor-protocol.ts';

/** How long a server may take to end after SIGTERM; the launcher knows its servers. */
const graceMs = Number(process.argv[2]);

const children = new Map<string, ChildProcess>();
let isDetached = false;
let isStopping = false;

function report(event: SupervisorEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function start(command: Extract<SupervisorCommand, { do: 'start' }>): void {
  if (isStopping) return;
  const { name } = command;
  const logFd = openSync(command.logFile, 'a');
  const child = spawn(command.command, command.args, {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', logFd, logFd],
  });
  closeSync(logFd);
  child.on('error', (error) => {
    children.delete(name);
    report({ event: 'exited', name, code: null, signal: null, reason: error.message });
    endIfIdle();
  });
  child.on('exit', (code, signal) => {
    children.delete(name);
    report({ event: 'exited', name, code, signal });
    endIfIdle();
  });
  if (child.pid === undefined) return;
  children.set(name, child);
  const identity = identify(child.pid);
  if (identity !== undefined) report({ event: 'started', name, identity });
}

function stop(): void {
  if (isStopping) return;
  isStopping = true;
  for (const child of children.values()) child.kill('SIGTERM');
  setTimeout(() => {
    for (const child of children.values()) child.kill('SIGKILL');
  }, graceMs).unref();
  endIfIdle();
}

function endIfIdle(): void {
  if (isStopping && children.size === 0) process.exit(0);
}

function detach(): void {
  isDetached = true;
  report({ event: 'detached' });
}

function obey(line: string): void {
  const command = JSON.parse(line) as SupervisorCommand;
  if (command.do === 'start') start(command);
  else detach();
}

// A detached stack outlives its launcher: nobody reads the reports any more.
process.stdout.on('error', () => undefined);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('SIGHUP', () => undefined);
createInterface({ input: process.stdin })
  .on('line', obey)
  .on('close', () => {
    if (!isDetached) stop();
  });
// Keeps a detached supervisor alive after its input has ended.
setInterval(() => undefined, 2 ** 30);
