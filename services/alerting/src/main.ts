import { runService } from '@duewatch/service';
import { ALERTING, ALERTING_INPUTS, createApp } from './app.ts';
import { alertingSettings } from './config.ts';

await runService(ALERTING, alertingSettings, (settings, parts) =>
  createApp(settings, { ...parts, store: parts.openStore(ALERTING, ALERTING_INPUTS) }),
);
