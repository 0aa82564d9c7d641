/** The services in the order in which events pass through them. */
export const serviceNames = ['ingest', 'scoring', 'alerting', 'notifier'] as const;

export type ServiceName = (typeof serviceNames)[number];

/** What every service says of itself at /status; each adds counters of its own. */
export interface ServiceStatus {
  readonly service: ServiceName;
  readonly ready: boolean;
  /** Input records not folded yet. */
  readonly lag: number;
  /** What was taken in and is not done: sweeps, outboxes, messages to people. */
  readonly pending: number;
}
