import type { EmailSettings } from './email/config.ts';
import type { SlackSettings } from './slack/config.ts';
import type { WebhookSettings } from './webhook/config.ts';

/** What it takes to reach a receiver, by channel. */
export type ChannelSettings = SlackSettings | EmailSettings | WebhookSettings;
