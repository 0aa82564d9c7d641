import { hash } from 'node:crypto';

/**
 * A short stand-in for a customer or tenant id: the same in every process, so that lines of one
 * customer can be found together. A pseudonym and not anonymous: who knows the id can recompute it.
 */
export function hashId(id: string): string {
  return hash('sha256', id).slice(0, 12);
}
