import fc from 'fast-check';
import { decimals } from '../src/index.ts';
import { minorRate, toBase } from '../src/money/conversion.ts';
import { issued } from './events.ts';
import { MONDAY, Shell, worldWith } from './shell.ts';

const seed = Number(process.env['DUEWATCH_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'KRW', 'CLF', 'KWD', 'BHD', 'TND', 'XOF');

/** Half to even, in whole numbers of any size. */
function rounded(numerator: bigint, denominator: bigint): number {
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const isUp = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return Number(isUp ? whole + 1n : whole);
}

describe('an amount in any currency', () => {
  it.each([
    ['JPY', 0],
    ['EUR', 2],
    ['KWD', 3],
    ['CLF', 4],
  ])('of %s has %d decimals', (code, expected) => {
    expect(decimals(code)).toBe(expected);
  });

  it('is worth its rate in the base, decimals shifted, to the nearest minor unit', () => {
    const property = fc.property(
      currency,
      currency,
      fc.integer({ min: 0, max: 1_000_000_000 }),
      fc.integer({ min: 1, max: 2_000 }).map((rate) => rate * 1_000_000),
      (from, base, amountMinor, nano) => {
        if (from === base) return;
        const rates = { base, rateNano: new Map([[from, nano]]) };
        const shift = BigInt(decimals(base)) - BigInt(decimals(from));
        const up = shift > 0n ? 10n ** shift : 1n;
        const down = shift < 0n ? 10n ** -shift : 1n;
        const exact = rounded(BigInt(amountMinor) * BigInt(nano) * up, 1_000_000_000n * down);
        expect(toBase(amountMinor, minorRate(rates, from, null))).toBe(exact);
      },
    );
    fc.assert(property, { seed, numRuns: 1_000 });
  });

  it('counts in the exposure as what it is worth', () => {
    const rateNano = new Map([
      ['JPY', 6_100_000],
      ['KWD', 3_020_000_000],
    ]);
    const shell = new Shell({ world: worldWith({ rates: { base: 'EUR', rateNano } }) });
    const due = MONDAY + 30;
    shell.tell(MONDAY, issued('Y', MONDAY, due, 10_000, { currency: 'JPY' }));
    shell.tell(MONDAY, issued('D', MONDAY, due, 1_000, { currency: 'KWD' }));
    // ¥10,000 is EUR 61.00, and 1.000 dinar EUR 3.02.
    expect(shell.assess().exposureMinor).toBe(61_00 + 3_02);
  });
});
