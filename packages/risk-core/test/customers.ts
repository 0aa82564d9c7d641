import type { World } from '../src/index.ts';
import { issued, paid } from './events.ts';
import { Shell } from './shell.ts';

/**
 * A customer with a history: one invoice a week for so many weeks, due after 30 days and settled
 * so many days later, the last one on the day before `until`.
 */
export function customerWithHistory(options: {
  readonly until: number;
  readonly weeks: number;
  readonly lateDays: number;
  readonly amountMinor?: number;
  readonly world?: World;
}): Shell {
  const { until, weeks, lateDays, amountMinor = 1_000_00 } = options;
  const shell = new Shell(options.world ? { world: options.world } : {});
  const happenings: { day: number; tell: () => void }[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const settledOn = until - 1 - 7 * week;
    const issuedOn = settledOn - lateDays - 30;
    const id = `H${week}`;
    happenings.push({
      day: issuedOn,
      tell: () => shell.tell(issuedOn, issued(id, issuedOn, issuedOn + 30, amountMinor)),
    });
    happenings.push({
      day: settledOn,
      tell: () => shell.tell(settledOn, paid(`HP${week}`, id, settledOn, amountMinor)),
    });
  }
  happenings.sort((a, b) => a.day - b.day);
  for (const { tell } of happenings) tell();
  shell.advance(until);
  return shell;
}
