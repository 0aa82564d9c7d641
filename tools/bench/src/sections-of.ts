import { createTenant, type RunSinks, runSettings } from '@duewatch/run';
import { PARTITIONS, type Sections } from './ground.ts';

/** The tenant of every bench; its key may do everything. */
export const tenant = createTenant('bench', 'bench');

/** Settings of a door for that tenant, and of three receivers. */
export function sectionsOf(sinks: RunSinks['addresses']): Sections {
  const { ingest, notifier } = runSettings({
    ...{ stack: undefined, partitions: PARTITIONS, tenants: [tenant], calendarIds: [], sinks },
    ports: { ingest: 0, scoring: 0, alerting: 0, notifier: 0 },
  });
  return { ingest, notifier };
}
