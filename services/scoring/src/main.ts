import { SCORING, SCORING_INPUTS } from '@duewatch/scoring-logic';
import { runService } from '@duewatch/service';
import { createApp } from './app.ts';
import { scoringSettings } from './config.ts';

await runService(SCORING, scoringSettings, (settings, parts) =>
  createApp(settings, { ...parts, store: parts.openStore(SCORING, SCORING_INPUTS) }),
);
