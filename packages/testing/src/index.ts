/**
 * What tests share: addresses of real servers, waiting for outcomes. Services and the other
 * packages never import it, their tests may.
 */
export { kafkaBrokers, queueRedisUrl, registryUrl, stateRedisUrl } from './addresses.ts';
export { leavingNothing, withinBounds } from './bounds.ts';
export { type Certificate, makeCertificate } from './certificate.ts';
export {
  startTestStack,
  type TestContainer,
  type TestStack,
  type TestStackSources,
  testVariables,
} from './containers.ts';
export { until } from './until.ts';
