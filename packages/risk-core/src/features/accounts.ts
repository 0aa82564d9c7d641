import type { FinancialsFiled } from '../types/events/index.ts';

/** The figures of accounts that ratios are made of. */
type Figures = Omit<FinancialsFiled, 'kind' | 'sourceVersion' | 'occurredAtMs'>;

/** What accounts come down to. Null where a figure for it is missing. */
export interface Ratios {
  /** Altman Z″ in thousandths, rounded down: less is worse. */
  readonly altmanMilli: number | null;
  /** Net debt against equity, rounded up; `NEGATIVE_EQUITY` when there is none. */
  readonly gearingPpm: number | null;
  /** Current assets against current liabilities, in thousandths, rounded down. */
  readonly currentRatioMilli: number | null;
}

/** In place of a gearing: without equity there is nothing to hold debt against. */
export const NEGATIVE_EQUITY = 999_999_999;

/** Gearings are not told apart beyond this. */
const GEARING_CAP_PPM = 99_999_999;

/** Nor are other ratios. */
const RATIO_CAP_MILLI = 99_999;

const PPM = 1_000_000n;

/** Ratios of filed accounts, exact until the last rounding. */
export function ratiosOf(figures: Figures): Ratios {
  return {
    altmanMilli: altmanMilli(figures),
    gearingPpm: netGearingPpm(figures),
    currentRatioMilli: currentRatioMilli(figures),
  };
}

/**
 * 6.56·(CA−CL)/TA + 3.26·RE/TA + 6.72·EBIT/TA + 1.05·equity/TL. Of total assets, total liabilities
 * and equity any two give the third.
 */
function altmanMilli(figures: Figures): number | null {
  const { currentAssetsMinor, currentLiabilitiesMinor, retainedEarningsMinor, ebitMinor } = figures;
  const assets =
    figures.totalAssetsMinor ?? sumOf(figures.equityMinor, figures.totalLiabilitiesMinor);
  const equity = equityOf(figures);
  if (assets === null || equity === null || assets <= 0) return null;
  if (currentAssetsMinor === null || currentLiabilitiesMinor === null) return null;
  if (retainedEarningsMinor === null || ebitMinor === null) return null;
  const liabilities = figures.totalLiabilitiesMinor ?? assets - equity;
  // Who owes nothing cannot fail to pay it.
  if (liabilities <= 0) return RATIO_CAP_MILLI;
  const overAssets =
    6_560n * (BigInt(currentAssetsMinor) - BigInt(currentLiabilitiesMinor)) +
    3_260n * BigInt(retainedEarningsMinor) +
    6_720n * BigInt(ebitMinor);
  const a = BigInt(assets);
  const l = BigInt(liabilities);
  return capped(floorDivide(overAssets * l + 1_050n * BigInt(equity) * a, a * l));
}

/** (debt − cash) ÷ equity; cash beyond all debt is no debt, not less than none. */
function netGearingPpm(figures: Figures): number | null {
  const equity = equityOf(figures);
  if (equity === null) return null;
  if (equity <= 0) return NEGATIVE_EQUITY;
  if (figures.debtMinor === null) return null;
  const net = Math.max(0, figures.debtMinor - (figures.cashMinor ?? 0));
  const ppm = -floorDivide(-BigInt(net) * PPM, BigInt(equity));
  return ppm > BigInt(GEARING_CAP_PPM) ? GEARING_CAP_PPM : Number(ppm);
}

function currentRatioMilli(figures: Figures): number | null {
  const { currentAssetsMinor, currentLiabilitiesMinor } = figures;
  if (currentAssetsMinor === null || currentLiabilitiesMinor === null) return null;
  if (currentLiabilitiesMinor <= 0) return RATIO_CAP_MILLI;
  return capped(floorDivide(BigInt(currentAssetsMinor) * 1_000n, BigInt(currentLiabilitiesMinor)));
}

function equityOf({ equityMinor, totalAssetsMinor, totalLiabilitiesMinor }: Figures) {
  if (equityMinor !== null) return equityMinor;
  if (totalAssetsMinor === null || totalLiabilitiesMinor === null) return null;
  return totalAssetsMinor - totalLiabilitiesMinor;
}

function sumOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** a ÷ b towards minus infinity. `b` is above zero. */
function floorDivide(a: bigint, b: bigint): bigint {
  const whole = a / b;
  return a % b < 0n ? whole - 1n : whole;
}

function capped(value: bigint): number {
  if (value > BigInt(RATIO_CAP_MILLI)) return RATIO_CAP_MILLI;
  return value < BigInt(-RATIO_CAP_MILLI) ? -RATIO_CAP_MILLI : Number(value);
}
