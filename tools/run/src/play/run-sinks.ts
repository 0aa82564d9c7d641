import type { SinkAddresses } from '../settings/run-settings.ts';
import { type MailMessage, startMailSink } from '../sinks/mail-sink.ts';
import type { Sink } from '../sinks/sink.ts';
import { type SlackMessage, startSlackSink } from '../sinks/slack-sink.ts';
import { startWebhookSink, type WebhookSink } from '../sinks/webhook-sink.ts';
import type { DeliveryCounts } from './outcome.ts';

/** The receivers of a run: one of each channel. */
export interface RunSinks {
  readonly slack: Sink<SlackMessage>;
  readonly email: Sink<MailMessage>;
  readonly webhook: WebhookSink;
  readonly addresses: SinkAddresses;
  counts(): DeliveryCounts;
  close(): Promise<void>;
}

/** Starts them on free ports of this machine. */
export async function startRunSinks(): Promise<RunSinks> {
  const [slack, email, webhook] = await Promise.all([
    startSlackSink(),
    startMailSink(),
    startWebhookSink(),
  ]);
  const mail = new URL(email.url);
  return {
    slack,
    email,
    webhook,
    addresses: {
      slackUrl: slack.url,
      webhookUrl: webhook.url,
      webhookSecret: webhook.secret,
      mailHost: mail.hostname,
      mailPort: Number(mail.port),
    },
    counts: () => ({
      slack: slack.received().length,
      email: email.received().length,
      webhook: webhook.received().length,
    }),
    close: async () => {
      await Promise.all([slack.close(), email.close(), webhook.close()]);
    },
  };
}
