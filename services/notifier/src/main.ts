import { runService } from '@duewatch/service';
import { createApp, NOTIFIER, NOTIFIER_INPUTS } from './app.ts';
import { notifierSettings } from './config.ts';
import { createBullmqDeliveryQueue } from './queue/bullmq-delivery-queue.ts';

await runService(NOTIFIER, notifierSettings, (settings, { stack, log, ...parts }) =>
  createApp(settings, {
    ...parts,
    log,
    store: parts.openStore(NOTIFIER, NOTIFIER_INPUTS),
    queue: createBullmqDeliveryQueue({
      redisUrl: stack.queueRedisUrl,
      prefix: settings.queuePrefix,
      log,
    }),
  }),
);
