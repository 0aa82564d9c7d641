// What a process tells about itself: log lines, and three addresses that say how it is.
// The only room that knows pino. It refuses to print secrets or names of people: secret-looking
// fields are blanked, and ids of customers go through `hashId` first.
export { hashId } from './hash-id.ts';
export { createLog, type Log, type LogFields, type LogLevel, silentLog } from './log.ts';
export { type StatusServer, type StatusSource, startStatusServer } from './status-server.ts';
