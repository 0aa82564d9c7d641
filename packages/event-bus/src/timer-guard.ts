import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { BusError } from './errors.ts';

let isInstalled = false;

/**
 * Stops kafkajs from spinning (K13). Each connection re-arms a timer that looks after waiting
 * requests with `setTimeout(-1795…)`, which Node turns into one millisecond: every idle connection
 * wakes a thousand times a second, and Node 24 prints a warning. A timer is needed only while
 * requests wait; who adds one arms it anyway.
 */
export function installTimerGuard(): void {
  if (isInstalled) return;
  const { prototype } = RequestQueue;
  const arm = prototype.scheduleCheckPendingRequests;
  if (typeof arm !== 'function') {
    throw new BusError('CLIENT_CHANGED', 'kafkajs is not the version its guards are written for');
  }
  prototype.scheduleCheckPendingRequests = function (): void {
    if (this.pending.length > 0) arm.call(this);
  };
  isInstalled = true;
}
