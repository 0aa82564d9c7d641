import { loadSettings, stackSettings, trustAuthorities } from '@duewatch/config';
import type { ServerStack } from './running-stack.ts';

/** The variables of the settings' `stack` section that say where servers are. */
const addressVariables = [
  'DUEWATCH_STACK_KAFKA_BROKERS',
  'DUEWATCH_STACK_REGISTRY_URL',
  'DUEWATCH_STACK_STATE_REDIS_URL',
  'DUEWATCH_STACK_QUEUE_REDIS_URL',
] as const;

/** True when the environment gives an address; the others must then be given too. */
export function hasGivenAddresses(env: NodeJS.ProcessEnv): boolean {
  return addressVariables.some((name) => (env[name] ?? '') !== '');
}

/** Somebody else's servers: used, never stopped. Throws `SettingsError` naming what is missing. */
export function givenStack(env: NodeJS.ProcessEnv): ServerStack {
  const { stack } = loadSettings({ stack: stackSettings }, { env });
  trustAuthorities(stack);
  return {
    ...{ kind: 'given', ...stack },
    onServerExit: () => undefined,
    stop: async () => undefined,
  };
}
