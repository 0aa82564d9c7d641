// Decides what is worth telling: from the conditions of each profile to alert episodes that open,
// escalate and resolve, each with a reason from a closed list and the arithmetic that fired. It
// judges no customer (scoring does) and tells nobody (the notifier does): suppression marks a
// record, it never drops one.
export {
  ALERTING,
  ALERTING_INPUTS,
  type AlertingApp,
  type AlertingPorts,
  type AlertingStatus,
  createApp,
} from './app.ts';
export { type AlertingSettings, alertingSettings } from './config.ts';
