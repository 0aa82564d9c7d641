import type { RunSinks } from '@duewatch/run';

/** Settings of a notifier with a receiver of each channel, which all want everything. */
export function receiversOf(addresses: RunSinks['addresses']) {
  const { slackUrl, webhookUrl, webhookSecret, mailHost, mailPort } = addresses;
  const receiver = { minSeverity: 'info' };
  return {
    // The webhook's guard keeps it from calling into one's own network; the sink is just there.
    allowPrivateAddresses: ['127.0.0.1'],
    receivers: [
      { ...receiver, id: 'slack', channel: 'slack', url: slackUrl },
      {
        ...receiver,
        ...{ id: 'email', channel: 'email', host: mailHost, port: mailPort, encryption: 'none' },
        ...{ from: 'duewatch@example.com', to: ['credit@example.com'] },
      },
      { ...receiver, id: 'webhook', channel: 'webhook', url: webhookUrl, secrets: [webhookSecret] },
    ],
  };
}
