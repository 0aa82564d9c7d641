// Receivers on this machine: an incoming webhook like Slack's, a signed webhook and a mail server.
// The demo shows what they received and tests count it. They listen on loopback only, keep every
// repeat, refuse what the real ones would refuse, and fail on demand.
export type { Fault } from './fault.ts';
export { type MailMessage, startMailSink } from './mail-sink.ts';
export type { Sink } from './sink.ts';
export { slackRefusal } from './slack-limits.ts';
export { type SlackMessage, startSlackSink } from './slack-sink.ts';
export { startWebhookSink, type WebhookSink } from './webhook-sink.ts';
