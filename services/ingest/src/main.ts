import { SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import { runService } from '@duewatch/service';
import { createApp } from './app.ts';
import { ingestSettings } from './config.ts';
import { createRedisDedupeStore } from './redis-dedupe-store.ts';
import { createRedisMarkStore } from './redis-mark-store.ts';

await runService('ingest', ingestSettings, (settings, { stateRedis: redis, ...parts }) =>
  createApp(settings, {
    ...parts,
    dedupe: createRedisDedupeStore({ redis }),
    marks: createRedisMarkStore({ redis }),
    scoringStore: parts.openStore(SCORING, SCORING_INPUTS),
  }),
);
