import {
  type Clock,
  createSystemClock,
  loadSettings,
  type StackSettings,
  stackSettings,
  trustAuthorities,
} from '@duewatch/config';
import { type Codec, createCodec } from '@duewatch/contracts';
import {
  type Bus,
  createKafkaBus,
  createRegistryClient,
  kafkaAccess,
  registryAccess,
} from '@duewatch/event-bus';
import { silentLog } from '@duewatch/telemetry';
import type { Terminal } from '../command.ts';

/** The servers as a command sees them. */
export interface StackConnection {
  readonly stack: StackSettings;
  readonly bus: Bus;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly warn: Terminal['err'];
}

/** What it takes to read topics. */
export type LogReader = Pick<StackConnection, 'bus' | 'codec' | 'warn'>;

/** Connects as the section `stack` of the settings says, and leaves when `use` has ended. */
export async function withStack<T>(
  { err: warn }: Terminal,
  use: (connection: StackConnection) => Promise<T>,
): Promise<T> {
  const { stack } = loadSettings({ stack: stackSettings });
  const clock = createSystemClock();
  trustAuthorities(stack);
  const bus = createKafkaBus({
    ...kafkaAccess(stack),
    clientId: 'duewatch-cli',
    log: silentLog,
    clock,
  });
  try {
    const registry = createRegistryClient(stack.registryUrl, registryAccess(stack));
    const codec = createCodec({ ids: await registry.lookup() });
    return await use({ stack, bus, codec, clock, warn });
  } finally {
    await bus.close();
  }
}
