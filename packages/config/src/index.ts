// Settings and time: the two things that every process gets from outside.
// The only room that reads the environment and the machine's clock. It refuses to start a process
// on a setting that it does not know or cannot understand, and says which one and how to mend it.
export {
  type ApiKey,
  apiKey,
  readKeyFile,
  type Scope,
  scopes,
  tenantId,
  writeKeyFile,
} from './api-keys.ts';
export { trustAuthorities } from './authorities.ts';
export {
  type ClientCertificate,
  certificateAlert,
  certificateReader,
  type ShownCertificate,
} from './client-certificate.ts';
export { type Clock, createManualClock, createSystemClock, type ManualClock } from './clock.ts';
export { environment } from './environment.ts';
export { loadSettings, type SettingsSource } from './load-settings.ts';
export { nearestName } from './nearest-name.ts';
export { repeat } from './repeat.ts';
export { readSecret } from './secret-file.ts';
export { SettingsError, type SettingsProblem } from './settings-error.ts';
export { type Login, type StackSettings, stackSettings } from './stack-settings.ts';
