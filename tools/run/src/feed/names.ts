import type { Random } from './random.ts';

// Made of syllables that mean nothing, so that no customer of the sample is a real company.
const STARTS = ['Bre', 'Vol', 'Kir', 'Mo', 'Dren', 'Quen', 'Hal', 'Zor', 'Tal', 'Ves'] as const;
const MIDDLES = ['va', 'lo', 'ni', 'ste', 'ru', 'ka', 'me', 'do'] as const;
const ENDS = ['lan', 'rix', 'ven', 'mar', 'dor', 'quist', 'nel', 'tova'] as const;
const TRADES = [
  'Joinery',
  'Metals',
  'Fasteners',
  'Foods',
  'Print',
  'Plastics',
  'Roofing',
  'Textiles',
  'Pumps',
  'Packaging',
] as const;

/** A legal name that nobody has. */
export function inventName(random: Random): string {
  const word = random.pick(STARTS) + random.pick(MIDDLES) + random.pick(ENDS);
  return `${word} ${random.pick(TRADES)}`;
}
