// Starts infrastructure and services on one machine, for `npm start`, the tests and the command
// line, which spawns it. It refuses to leave a process behind: what it starts ends with it.
export { type Expectation, type ExpectedAlert, readExpectation } from './feed/expectation.ts';
export { generateFeed } from './feed/generate-feed.ts';
export { createRandom, type Random, seedOf } from './feed/random.ts';
export { readStory } from './feed/story-file.ts';
export { type FoldedFile, type FoldFileOptions, foldFile } from './fold/fold-file.ts';
export { countRecords } from './play/count-records.ts';
export { waitUntilDrained } from './play/drain.ts';
export { type Pipeline, type PipelineOptions, startPipeline } from './play/pipeline.ts';
export { createRunHome, type RunHome } from './play/run-home.ts';
export type { ProcessServices, RunServices } from './play/run-services.ts';
export { type RunSinks, startRunSinks } from './play/run-sinks.ts';
export { createTally, type Tally } from './play/tally.ts';
export {
  createServiceSupervisor,
  type ServiceDeath,
  type ServiceInstance,
  type ServiceName,
  type ServiceStatus,
  type ServiceSupervisor,
  type ServiceSupervisorOptions,
  serviceNames,
} from './services/service-supervisor.ts';
export {
  createTenant,
  type RunTenant,
  runSettings,
  type ServicePorts,
  writeSettings,
} from './settings/run-settings.ts';
export { containerServers } from './stack/container-servers.ts';
export { StackError, type StackErrorCode } from './stack/error.ts';
export { findFreePorts } from './stack/free-ports.ts';
export { startNativeStack } from './stack/native-stack.ts';
export { defaultHome, repositoryRoot } from './stack/places.ts';
export { prepareStack } from './stack/prepare-stack.ts';
export type {
  NativeStack,
  RunningStack,
  ServerName,
  ServerStack,
  StackKind,
  StackStart,
} from './stack/running-stack.ts';
export { localAddresses, type ServerPorts } from './stack/server-start.ts';
export { startStack } from './stack/start-stack.ts';
export { readSightings, type Sighting } from './view/sightings.ts';
