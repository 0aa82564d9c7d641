import type { Condition, ConditionCode } from '../src/index.ts';
import type { Shell } from './shell.ts';

/** Conditions of one family as "level severity", told or pending. */
export function told(shell: Shell, code: ConditionCode): string[] {
  return all(shell, code).map(
    ({ level, severity, pendingUntil }) =>
      `${level} ${severity}${pendingUntil === null ? '' : ' pending'}`,
  );
}

/** Conditions of one family. */
export function all(shell: Shell, code: ConditionCode): Condition[] {
  return shell.assess().conditions.filter((condition) => condition.code === code);
}
