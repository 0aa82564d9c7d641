import { runService } from '@duewatch/service';
import { createApp, SCORING, SCORING_INPUTS } from './app.ts';
import { scoringSettings } from './config.ts';

await runService(SCORING, scoringSettings, (settings, parts) =>
  createApp(settings, { ...parts, store: parts.openStore(SCORING, SCORING_INPUTS) }),
);
