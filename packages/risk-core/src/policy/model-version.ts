/** Changes with every release that may give another answer to the same events. */
export const MODEL_VERSION = '6';
