import type { PointTable } from '@duewatch/risk-core';
import { z } from 'zod';

/** What people are told of a field, beside its type. */
export interface FieldNote {
  /** What may stand there, such as `days, 0 to 30`. */
  readonly allowed: string;
  /** One sentence: what the number is for. */
  readonly why: string;
}

/** Every field of the document that is not itself a group of fields stands here. */
export const fieldNotes = z.registry<FieldNote>();

/** Whole numbers with their unit; everything that a policy counts is one of these. */
function whole(unit: string, min: number, max: number, why: string) {
  const allowed = `${unit}, ${grouped(min)} to ${grouped(max)}`;
  return z.int().min(min).max(max).register(fieldNotes, { allowed, why });
}

export const days = (min: number, max: number, why: string) => whole('days', min, max, why);

export const businessDays = (min: number, max: number, why: string) =>
  whole('business days', min, max, why);

export const count = (min: number, max: number, why: string) => whole('count', min, max, why);

export const points = (min: number, max: number, why: string) => whole('points', min, max, why);

/** Thousandths of what the name of the field says. */
export const thousandths = (min: number, max: number, why: string) =>
  whole('thousandths', min, max, why);

/** Thousandths of an Altman Z″. */
export const altman = (why: string) => whole('thousandths of Z″', -10_000, 10_000, why);

/** Parts per million: 10,000 is 1 %. */
export const ppm = (max: number, why: string) => whole('ppm (10,000 is 1 %)', 0, max, why);

/** Minor units of the base currency; larger sums are no threshold any more. */
export const minor = (why: string) => whole('minor units', 0, 1_000_000_000_000, why);

export const yesOrNo = (why: string) =>
  z.boolean().register(fieldNotes, { allowed: 'true or false', why });

export const oneOf = <const T extends readonly [string, ...string[]]>(names: T, why: string) =>
  z.enum(names).register(fieldNotes, { allowed: names.join(', '), why });

/** A name that travels in headers and file names. */
export const code = (lengthMax: number, why: string) =>
  z
    .string()
    .max(lengthMax)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/)
    .register(fieldNotes, {
      allowed: `1 to ${lengthMax} letters, digits and _.-`,
      why,
    });

/** Four ages or bounds that belong together, the mildest first. */
export const four = (unit: string, max: number, why: string) => {
  const one = z.int().min(0).max(max);
  const allowed = `${unit}, four rising numbers up to ${grouped(max)}`;
  return z.tuple([one, one, one, one]).register(fieldNotes, { allowed, why });
};

/** Shares of the buckets of a provision matrix, the youngest first. */
export const fiveShares = (why: string) => {
  const one = z.int().min(0).max(1_000_000);
  return z
    .tuple([one, one, one, one, one])
    .register(fieldNotes, { allowed: 'ppm (10,000 is 1 %), five up to 1,000,000', why });
};

/** Weights of the bands, the best first. */
export const fiveWeights = (max: number, why: string) => {
  const one = z.int().min(0).max(max);
  return z
    .tuple([one, one, one, one, one])
    .register(fieldNotes, { allowed: `five numbers up to ${grouped(max)}, of A to E`, why });
};

const DATE_MIN = 2000_01_01;
const DATE_MAX = 2099_12_31;

/** Laws of late payment, each with its countries, rates and fixed sums. */
export const interestRegimes = (why: string) => {
  const share = z.int().min(-500_000).max(1_000_000);
  const sum = z.int().min(0).max(1_000_000_000_000);
  const regime = z.strictObject({
    code: z.string().regex(/^[a-z0-9-]{1,20}$/),
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(250),
    currency: z.string().regex(/^[A-Z]{3}$/),
    marginPpm: share,
    isFixedAtStart: z.boolean(),
    rates: z
      .array(z.strictObject({ from: z.int().min(DATE_MIN).max(DATE_MAX), referencePpm: share }))
      .max(100),
    fixed: z.array(z.strictObject({ fromMinor: sum, sumMinor: sum })).max(10),
  });
  return z.array(regime).max(60).register(fieldNotes, {
    allowed: 'code, countries, currency, margin, rates from dates like 20260101, fixed sums',
    why,
  });
};
/** Lengths of time for A, B, C, D and E: the worse the band, the shorter. */
export const daysByBand = (max: number, why: string) => {
  const one = z.int().min(1).max(max);
  const allowed = `days, five numbers of A to E up to ${grouped(max)}, none above the one before`;
  return z.tuple([one, one, one, one, one]).register(fieldNotes, { allowed, why });
};

/** Some of the names, each once, in the order that counts. */
export const orderOf = <const T extends readonly [string, ...string[]]>(names: T, why: string) =>
  z
    .array(z.enum(names))
    .min(1)
    .refine((list) => new Set(list).size === list.length, 'names one twice')
    .register(fieldNotes, { allowed: `some of ${names.join(', ')}, the first first`, why });

const LIMIT_MAX = 1_000_000_000;
const POINTS_MAX = 1_000;

/** A row of the scorecard. `unit` is what its limits are written in. */
export const pointTable = (unit: string, worse: PointTable['worse'], why: string) => {
  const cost = z.int().min(0).max(POINTS_MAX);
  const step = z.strictObject({ limit: z.int().min(-LIMIT_MAX).max(LIMIT_MAX), points: cost });
  return z
    .strictObject({
      worse: z.literal(worse),
      steps: z.array(step).max(20),
      rest: cost,
      missing: cost,
    })
    .register(fieldNotes, { allowed: `limits in ${unit}, points 0 to 1,000`, why });
};

/** 1234567 → 1,234,567: long numbers are misread. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
