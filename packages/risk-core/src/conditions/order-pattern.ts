import { USUAL } from '../features/order-pattern.ts';
import { FAR } from '../state/records.ts';
import { type CustomerFamily, fact, quiet } from './family.ts';

/**
 * The customer orders much more or much less than a year ago; worse when it also pays later. Over
 * once orders have been usual for a while: the memo holds the day since when, 0 while they are not.
 */
export const orderPattern: CustomerFamily = {
  code: 'ORDER_PATTERN',
  scope: 'customer',
  levels: [
    { name: 'ORDER_PATTERN', severity: 'info' },
    { name: 'ORDER_PATTERN', severity: 'warning' },
  ],
  judge({ findings, policy }, before) {
    const { orders, today } = findings;
    if (orders !== null && (orders.grade ?? USUAL) > USUAL) {
      return { level: orders.isDrifting ? 2 : 1, memo: 0 };
    }
    if (before.level === 0) return quiet;
    const usualSince = before.memo === 0 ? today : before.memo;
    const isOver = today - usualSince >= policy.orderPattern.calmDays;
    return isOver ? quiet : { level: before.level, memo: usualSince };
  },
  evidence({ findings: { orders }, policy }) {
    const { surgePpm, collapsePpm, ignoreBelowMinor, minWeeks } = policy.orderPattern;
    if (orders === null) return [];
    const { recentBase, yearAgoBase } = orders;
    const thresholdPpm = recentBase >= yearAgoBase ? surgePpm : collapsePpm;
    return [
      fact('orderRatioPpm', orders.ratioPpm, thresholdPpm, 'ppm'),
      fact('orderedMinor', recentBase, null, 'minor'),
      fact('orderedYearAgoMinor', yearAgoBase, ignoreBelowMinor, 'minor'),
      fact('orderWeeksYearAgo', orders.yearAgoWeeks, minWeeks, 'count'),
    ];
  },
  nextOn: ({ policy }, { level, memo }) =>
    level > 0 && memo > 0 ? memo + policy.orderPattern.calmDays : FAR,
};
