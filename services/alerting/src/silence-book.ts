import type { SilenceView } from './command-view.ts';
import type { Silence } from './silence.ts';

/** The silences that a partition knows of. */
export interface SilenceBook {
  readonly silences: readonly Silence[];
}

/** Enough for any team; the ones that ended longest ago go first. */
const SILENCES_KEPT = 500;

export const silenceBookCodec = {
  encode: (book: object): Buffer => Buffer.from(JSON.stringify(book)),
  decode: (bytes: Buffer): SilenceBook => JSON.parse(bytes.toString()) as SilenceBook,
};

/** Takes a silence in, replaces one of the same id, or lifts it. */
export function settleSilence(
  book: SilenceBook | undefined,
  { tenantId, silenceId, wanted }: SilenceView,
): SilenceBook {
  const known = book?.silences ?? [];
  const isMeant = (one: Silence) => one.silenceId === silenceId && one.tenantId === tenantId;
  if (wanted === null) {
    return { silences: known.map((one) => (isMeant(one) ? { ...one, isLifted: true } : one)) };
  }
  const others = known.filter((one) => !isMeant(one));
  const silence: Silence = { silenceId, tenantId, ...wanted, isLifted: false };
  const silences = [...others, silence].sort((a, b) => a.until - b.until);
  return { silences: silences.slice(-SILENCES_KEPT) };
}
