const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `90m`, `4h`, `2d` from now, or an RFC 3339 instant. Epoch milliseconds. */
export function parseMoment(text: string, now: number): number {
  const span = /^(\d{1,6})([mhd])$/.exec(text);
  const at = span ? now + Number(span[1]) * (UNIT_MS[span[2] ?? ''] ?? 0) : Date.parse(text);
  if (Number.isNaN(at)) {
    throw new Error(`"${text}" is no time. Say 90m, 4h, 2d, or 2026-12-01T09:00:00Z.`);
  }
  if (at <= now) throw new Error(`${new Date(at).toISOString()} is over. Name a time to come.`);
  return at;
}
