import type { StackAddresses, StackProcess } from './running-stack.ts';
import type { StackStatus, StackUp } from './stack-commands.ts';

/** What `stack up` tells. */
export function describeUp({ stack, wasUp }: StackUp, homeRoot: string): string {
  const head =
    stack.kind === 'given'
      ? 'The stack given in the environment is ready:'
      : `The ${stack.kind} stack ${wasUp ? 'was already up' : 'is up'}, its data in ${homeRoot}:`;
  const tail = stack.kind === 'given' ? [] : ['`npx duewatch stack down` stops it.'];
  return [head, ...addressLines(stack), ...tail].join('\n');
}

/** What `stack down` tells. */
export function describeDown(ended: readonly StackProcess[]): string {
  if (ended.length === 0) return 'No stack was up.';
  return `Stopped ${ended.map(({ name, pid }) => `${name} (${pid})`).join(', ')}.`;
}

/** What `stack status` tells. */
export function describeStatus(status: StackStatus | undefined, homeRoot: string): string {
  if (status === undefined) return `No stack is up in ${homeRoot}.`;
  const { kind, launcherPid, servers, processes } = status;
  const owner = launcherPid === null ? 'runs alone' : `ends with process ${launcherPid}`;
  return [
    `A ${kind} stack in ${homeRoot}; it ${owner}.`,
    ...servers.map(({ name, address, answers }) =>
      line(name, `${address}  ${answers ? 'answers' : 'DOES NOT ANSWER'}`),
    ),
    ...processes.map((one) => line(one.name, `pid ${one.pid}${one.isRunning ? '' : '  ENDED'}`)),
  ].join('\n');
}

function addressLines(stack: StackAddresses): readonly string[] {
  return [
    line('Kafka', stack.kafkaBrokers.join(',')),
    line('Schema registry', stack.registryUrl),
    line('Redis (state)', stack.stateRedisUrl),
    line('Redis (queues)', stack.queueRedisUrl),
  ];
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(16)}${text}`;
}
