import { userInfo } from 'node:os';

/** Who acts: an id, so that it can stand on a record whatever the machine calls its user. */
export function authorOf({ by }: { readonly by?: string | undefined }): string {
  return (by ?? userInfo().username).replace(/[^A-Za-z0-9_.:/#+=~-]/g, '_').slice(0, 128);
}
