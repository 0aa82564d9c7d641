import { changesContract } from './changes.contract.ts';
import { createTwinWorld } from './twin-world.ts';

// Sockets of receivers are real: on a busy machine a scenario takes its time.
jest.setTimeout(30_000);

// The library of the standard checks signatures against the real time.
changesContract('changes by webhook on the twins', async () => createTwinWorld(Date.now()));
