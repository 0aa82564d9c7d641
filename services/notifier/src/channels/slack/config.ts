import { z } from 'zod';

/** An incoming webhook. Its URL is a secret: who knows it can post. */
export const slackSettings = z.object({
  channel: z.literal('slack'),
  url: z.url({ protocol: /^https?$/, error: 'must be the URL of an incoming webhook' }),
  timeoutMs: z.int().min(100).max(60_000).default(10_000),
});

export type SlackSettings = z.output<typeof slackSettings>;
