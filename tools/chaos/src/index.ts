// Breaks a running Duewatch on purpose, again and again, and counts afterwards what was lost, what
// differs from a calm fold of the same log and what was told twice. It is never part of a
// deployment, and it touches only the servers and processes that it started itself.

export type { ChaosReport } from './report.ts';
export { type ChaosOptions, runChaos } from './run-chaos.ts';
