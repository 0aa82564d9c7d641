import { z } from 'zod';

/**
 * The path of a file that can be used. Looked at when the process starts: who mistypes a path
 * should not learn it at night.
 */
export const usableFile = (use: (path: string) => boolean, error: string) =>
  z.string().refine(
    (path) => {
      try {
        return use(path);
      } catch {
        return false;
      }
    },
    { error, abort: true },
  );
