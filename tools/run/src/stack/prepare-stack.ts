import { topicDefinitions } from '@duewatch/contracts';
import {
  createKafkaBus,
  createRegistryClient,
  kafkaAccess,
  registryAccess,
} from '@duewatch/event-bus';
import type { StackAddresses } from './running-stack.ts';

/**
 * The deploy step: creates the topics and registers the schemas that are missing. Services only
 * look up. One at a time and never twice at once, for first registrations in parallel break.
 */
export async function prepareStack(
  stack: StackAddresses,
  partitions: number,
  log: (line: string) => void,
): Promise<void> {
  const bus = createKafkaBus({ ...kafkaAccess(stack), clientId: 'setup' });
  try {
    await bus.ensureTopics(topicDefinitions(partitions));
  } finally {
    await bus.close();
  }
  await createRegistryClient(stack.registryUrl, registryAccess(stack)).registerAll();
  log('Topics and schemas are in place');
}
