import { z } from 'zod';

/** Standard Webhooks asks for 24 to 64 bytes. */
function isSecret(text: string): boolean {
  const encoded = text.replace(/^whsec_/, '');
  const bytes = Buffer.from(encoded, 'base64');
  const isBase64 = bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '');
  return text.startsWith('whsec_') && isBase64 && bytes.length >= 24 && bytes.length <= 64;
}

const secret = z
  .string()
  .refine(isSecret, { error: 'must be whsec_ and then 24 to 64 bytes in base64' });

/** A signed webhook. Two secrets sign every message twice, so that one can be replaced. */
export const webhookSettings = z.object({
  channel: z.literal('webhook'),
  url: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }),
  secrets: z.array(secret).min(1).max(2),
  timeoutMs: z.int().min(100).max(60_000).default(15_000),
});

export type WebhookSettings = z.output<typeof webhookSettings>;
