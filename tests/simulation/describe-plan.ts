import type { Plan } from './plan.ts';

/** What happens in a plan, a line each, in the order of time. */
export function describePlan({ seed, steps }: Plan): string[] {
  const lines = [`seed ${seed}`];
  for (const [index, { posts, faults, runMs, sleepMs }] of steps.entries()) {
    lines.push(`step ${index + 1}, ${runMs} ms, then ${Math.round(sleepMs / 3_600_000)} hours`);
    const told = posts.map(({ afterMs, tenant, events, isRepeated }) => {
      const names = events.map(
        ({ id, type, subject }) => `${id} ${type.slice(15)} ${subject ?? ''}`,
      );
      return { afterMs, text: `${tenant}${isRepeated ? ' twice' : ''}: ${names.join(', ')}` };
    });
    const wrong = faults.map(({ afterMs, ...act }) => ({ afterMs, text: JSON.stringify(act) }));
    const all = [...told, ...wrong].sort((a, b) => a.afterMs - b.afterMs);
    lines.push(...all.map(({ afterMs, text }) => `  ${String(afterMs).padStart(6)} ms  ${text}`));
  }
  return lines;
}
