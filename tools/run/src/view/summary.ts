import { entryOfRecord } from '@duewatch/contracts';
import type { FeedReport } from '@duewatch/door-client';
import type { Outcome } from '../play/outcome.ts';
import type { Pipeline } from '../play/pipeline.ts';
import type { RunHome } from '../play/run-home.ts';
import { printable } from './printable.ts';

const alertsTopic = entryOfRecord('AlertOpened').topic;
const labelWidth = 20;
const rejectionsShown = 5;

/** That everything is up, on what, and how long it took. */
export function arrivalLines({ infra, stack }: Pipeline, tookMs: number): readonly string[] {
  const on =
    stack === undefined
      ? 'no servers: all four services share this process'
      : `Kafka at ${stack.kafkaBrokers.join(', ')}`;
  return [`Everything is up after ${seconds(tookMs)} (${infra}, ${on}).`];
}

/** What the door would not take, with the mend that it names, and what it had taken before. */
export function reportLines({ rejected, duplicate }: FeedReport): readonly string[] {
  const lines = rejected.slice(0, rejectionsShown).map(({ id, type, detail, mend }) => {
    return printable(`Rejected ${type} ${id}: ${detail} ${mend}`.trim());
  });
  const more = rejected.length - lines.length;
  if (more > 0) lines.push(`… and ${more} more were rejected`);
  if (duplicate > 0) lines.push(`${duplicate} events were known already and change nothing.`);
  return lines;
}

/** What the run came to. */
export function summaryLines(outcome: Outcome): readonly string[] {
  const { accepted, rejected, customers, bands, alerts, deliveries, latencyMs } = outcome;
  const { acceptToAlertP50: p50, acceptToAlertP99: p99 } = latencyMs;
  const inBands = Object.entries(bands).map(([band, count]) => `${band} ${count}`);
  return [
    '',
    'All is played, and every service has caught up.',
    '',
    row('events', `${accepted} accepted, ${rejected} rejected`),
    row('customers', `${customers}, in bands ${inBands.join(', ')}`),
    row(
      'alerts',
      `${alerts.opened} opened, ${alerts.escalated} escalated, ${alerts.resolved} resolved`,
    ),
    row(
      'deliveries',
      `${deliveries.slack} to Slack, ${deliveries.email} by e-mail, ` +
        `${deliveries.webhook} by webhook`,
    ),
    row('dead letters', String(outcome.deadLetters)),
    ...(p50 === null || p99 === null
      ? []
      : [row('accepted to alert', `half within ${p50} ms, 99 of 100 within ${p99} ms`)]),
  ];
}

/** Where a person can look further while everything still runs. */
export function endingLines(pipeline: Pipeline, home: RunHome): readonly string[] {
  const { sinks, services, stack, tenants } = pipeline;
  const [tenant] = tenants;
  return [
    '',
    'Where to look',
    row('Slack messages', sinks.slack.messagesUrl),
    row('e-mails', sinks.email.messagesUrl),
    row('webhook calls', sinks.webhook.messagesUrl),
    row('the door', `${services.doorUrl}/v1/openapi.json`),
    row('key for this run', tenant?.apiKey ?? ''),
    ...topicRows(stack),
    row('logs', home.logDir),
    '',
    'Ctrl-C stops everything.',
  ];
}

function topicRows(stack: Pipeline['stack']): readonly string[] {
  if (stack === undefined) return [];
  const [broker = ''] = stack.kafkaBrokers;
  return [
    row('Kafka', stack.kafkaBrokers.join(', ')),
    row('schema registry', stack.registryUrl),
    row(
      'alerts as they come',
      `kcat -b ${broker} -t ${alertsTopic} -s value=avro -r ${stack.registryUrl}`,
    ),
  ];
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)}${text}`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
