import {
  type Clock,
  createSystemClock,
  loadSettings,
  type StackSettings,
  stackSettings,
} from '@duewatch/config';
import { type Codec, createCodec } from '@duewatch/contracts';
import { type Bus, createKafkaBus, createRegistryClient } from '@duewatch/event-bus';
import { silentLog } from '@duewatch/telemetry';

/** The servers as a command sees them. */
export interface StackConnection {
  readonly stack: StackSettings;
  readonly bus: Bus;
  readonly codec: Codec;
  readonly clock: Clock;
}

/** Connects as the section `stack` of the settings says, and leaves when `use` has ended. */
export async function withStack<T>(use: (connection: StackConnection) => Promise<T>): Promise<T> {
  const { stack } = loadSettings({ stack: stackSettings });
  const clock = createSystemClock();
  const bus = createKafkaBus({
    brokers: stack.kafkaBrokers,
    clientId: 'duewatch-cli',
    log: silentLog,
    clock,
  });
  try {
    const codec = createCodec({ ids: await createRegistryClient(stack.registryUrl).lookup() });
    return await use({ stack, bus, codec, clock });
  } finally {
    await bus.close();
  }
}
