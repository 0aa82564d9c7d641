import { createTenant, type RunSinks, runSettings } from '@duewatch/run';
import { PARTITIONS } from './ground.ts';

/** Settings of a door with one tenant, whose key may do everything, and of three receivers. */
export function settingsOf(sinks: RunSinks['addresses']) {
  const tenant = createTenant('bench', 'bench');
  const { ingest, notifier } = runSettings({
    ...{ stack: undefined, partitions: PARTITIONS, tenants: [tenant], calendarIds: [], sinks },
    ports: { ingest: 0, scoring: 0, alerting: 0, notifier: 0 },
  });
  return { apiKey: tenant.apiKey, sections: { ingest, notifier } };
}
