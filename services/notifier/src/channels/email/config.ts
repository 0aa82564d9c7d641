import { z } from 'zod';

/** An SMTP server and who gets mail through it. */
export const emailSettings = z.object({
  channel: z.literal('email'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(587),
  /** `starttls` refuses to send without encryption; `none` is for a server on this machine. */
  encryption: z.enum(['starttls', 'tls', 'none']).default('starttls'),
  user: z.string().optional(),
  password: z.string().optional(),
  from: z.email('must be a plain e-mail address'),
  to: z.array(z.email('must be a plain e-mail address')).min(1).max(50),
  timeoutMs: z.int().min(100).max(120_000).default(30_000),
});

export type EmailSettings = z.output<typeof emailSettings>;
