// A thread that plays what it is given, one task after the other.
import { parentPort } from 'node:worker_threads';
import { type Task, work } from './work.ts';

parentPort?.on('message', (task: Task) => {
  // What is thrown here is a fault of the simulation itself, and ends it.
  void work(task).then((done) => parentPort?.postMessage(done));
});
