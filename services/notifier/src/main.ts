import { redisAccess } from '@duewatch/redis';
import { runService } from '@duewatch/service';
import { createApp, NOTIFIER, NOTIFIER_INPUTS } from './app.ts';
import { createRedisBreaker } from './breaker/redis-breaker.ts';
import { notifierSettings } from './config.ts';
import { createBullmqDeliveryQueue } from './queue/bullmq-delivery-queue.ts';

await runService(NOTIFIER, notifierSettings, (settings, { stack, ...parts }) => {
  const { clock, log } = parts;
  const { queueRedisUrl: redisUrl } = stack;
  const at = { ...redisAccess(stack), redisUrl, prefix: settings.queuePrefix };
  return createApp(settings, {
    ...parts,
    store: parts.openStore(NOTIFIER, NOTIFIER_INPUTS),
    queue: createBullmqDeliveryQueue({ ...at, log }),
    breaker: createRedisBreaker({ ...at, limits: settings.breaker, clock }),
  });
});
