import { notifierContract } from './notifier.contract.ts';
import { resendContract } from './resend.contract.ts';
import { stormContract } from './storm.contract.ts';
import { createTwinWorld } from './twin-world.ts';

notifierContract('the notifier on the twins', async () => createTwinWorld());
resendContract('a resend on the twins', async () => createTwinWorld());
stormContract('a storm of alerts on the twins', async () => createTwinWorld());
