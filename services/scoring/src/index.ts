// Says what is true of each customer: folds events and passing days into risk profiles and tells
// what changed. It owns the profiles; it never asks the clock, another customer, or what anybody
// was told (alerting decides what is worth telling).
export {
  createApp,
  type ScoringApp,
  type ScoringPorts,
  type ScoringStatus,
} from './app.ts';
export { type ScoringSettings, scoringSettings } from './config.ts';
