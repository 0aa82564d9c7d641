/**
 * The life of a service process, the same for all four: settings, real parts, start, signals, stop
 * in order. It knows no service and decides nothing; apps get their parts from it and run as well
 * on twins without it.
 */
export { type RunnableApp, runService, type ServiceParts } from './run-service.ts';
