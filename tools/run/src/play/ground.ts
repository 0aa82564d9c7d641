import type { Codec } from '@duewatch/contracts';
import type { Bus } from '@duewatch/event-bus';
import type { RunServices } from './run-services.ts';

/** The services, and what it takes to look at their topics from outside. */
export interface Ground {
  readonly services: RunServices;
  readonly bus: Bus;
  readonly codec: Codec;
}
