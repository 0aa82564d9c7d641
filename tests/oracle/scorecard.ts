/** Bands from the best to the worst; their places in the row are compared. */
export const bands = ['A', 'B', 'C', 'D', 'E'] as const;
export type Band = (typeof bands)[number];

export interface Measures {
  readonly isProvisional: boolean;
  readonly dbt90MilliDays: number | null;
  readonly driftMilliDays: number | null;
  readonly lateSharePpm: number | null;
  readonly irregularityMilliDays: number | null;
  readonly oldestCleanDays: number;
  readonly overdueSharePpm: number | null;
  readonly tenureDays: number;
  readonly hasBilled: boolean;
}

export interface ScoredFeature {
  readonly code: string;
  readonly value: number | null;
  readonly points: number;
}

/**
 * The default policy's rows, as a table of "up to this value: so many points". What a ledger of
 * invoices cannot know, such as an outside score, costs the points of its absence.
 */
export function featuresOf(measures: Measures): readonly ScoredFeature[] {
  const days = (...anchors: readonly number[]) => anchors.map((anchor) => anchor * 1_000);
  const percents = (...anchors: readonly number[]) => anchors.map((anchor) => anchor * 10_000);
  const { dbt90MilliDays, driftMilliDays, lateSharePpm, irregularityMilliDays } = measures;
  const behaviour = [
    row('P1', dbt90MilliDays, days(0, 5, 15, 30, 60), [0, 20, 60, 100, 140, 170]),
    row('P2', driftMilliDays, days(3, 7, 14), [0, 25, 50, 80]),
    row('P3', lateSharePpm, percents(10, 25, 50), [0, 20, 40, 60]),
    row('P4', irregularityMilliDays, days(5, 12), [0, 15, 30]),
    row('P5', 0, [0, 1, 2], [0, 25, 45, 60]),
    row('P6', null, percents(10, 30, 50), [0, 10, 25, 40]),
  ];
  const { oldestCleanDays, overdueSharePpm, tenureDays, hasBilled } = measures;
  return [
    // Too few settled invoices say nothing about behaviour.
    ...behaviour.map((one) => (measures.isProvisional ? { ...one, points: 0 } : one)),
    row('E1', oldestCleanDays, [3, 14, 30, 60, 90], [0, 15, 40, 80, 120, 160]),
    row('E2', overdueSharePpm, percents(10, 25, 50), [0, 15, 35, 60]),
    ...[absent('E3', 0), absent('E4', 0)],
    ...[absent('X1', 15), absent('X2', 10), absent('X3', 5), absent('X4', 0)],
    // 3, 12 and 36 months: the longer, the better.
    row('R1', tenureDays, [91, 365, 1_096], [30, 20, 10, 0]),
    row('R2', hasBilled ? 0 : null, percents(5, 15), [0, 10, 30]),
  ];
}

/** 0 best, 1000 worst. */
export function scoreOf(features: readonly ScoredFeature[]): number {
  return features.reduce((score, { points }) => score + points, 0);
}

/** The lowest scores of B, C, D and E. */
export const lowestScores = [150, 300, 450, 600] as const;

/** By score alone. */
export function computedBandOf(score: number): Band {
  const worse = lowestScores.filter((lowest) => score >= lowest).length;
  return bands[worse] ?? 'E';
}

/** How hard dunning presses in each band. */
export const treatments: Readonly<Record<Band, string>> = {
  A: 'soft',
  B: 'standard',
  C: 'firm',
  D: 'strict',
  E: 'hold_legal',
};

function row(
  code: string,
  value: number | null,
  upTo: readonly number[],
  points: readonly number[],
): ScoredFeature {
  if (value === null) return absent(code, 0);
  const passed = upTo.filter((limit) => value > limit).length;
  return { code, value, points: points[passed] ?? 0 };
}

function absent(code: string, points: number): ScoredFeature {
  return { code, value: null, points };
}
