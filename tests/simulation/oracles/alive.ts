import type { Oracle } from './oracle.ts';

/** No fault that passes ends a service for good. */
export const alive: Oracle = {
  name: 'no service gives up',
  check: ({ deployment }) => deployment.fatal,
};
