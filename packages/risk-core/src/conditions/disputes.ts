import { shareDown, shareUp } from '../features/measure.ts';
import { atLevel, type CustomerFamily, fact, type RecordFamily } from './family.ts';

/** An unusual part of what was billed is contested: look at deliveries and prices first. */
export const disputeSpike: CustomerFamily = {
  code: 'DISPUTE_SPIKE',
  scope: 'customer',
  levels: [{ name: 'DISPUTE_SPIKE', severity: 'warning' }],
  judge({ profile, policy }, before) {
    const { disputed90, billed90 } = profile.sums;
    const { spikePpm, clearPpm, ignoreBelowMinor } = policy.disputes;
    if (disputed90 < ignoreBelowMinor || disputed90 === 0) return atLevel(0);
    // What is contested of older bills, with nothing billed since, is all there is.
    if (billed90 === 0) return atLevel(1);
    if (before.level > 0)
      return atLevel((shareDown(disputed90, billed90) ?? 0) >= clearPpm ? 1 : 0);
    return atLevel((shareUp(disputed90, billed90) ?? 0) > spikePpm ? 1 : 0);
  },
  evidence({ profile, policy }) {
    const { disputed90, billed90 } = profile.sums;
    const { spikePpm, ignoreBelowMinor } = policy.disputes;
    return [
      fact('disputeSharePpm', shareUp(disputed90, billed90), spikePpm, 'ppm'),
      fact('disputedMinor90', disputed90, ignoreBelowMinor, 'minor'),
      fact('billedMinor90', billed90, null, 'minor'),
    ];
  },
};

/** A dispute that nobody has ended: it is ours to answer, and says nothing of the customer. */
export const disputeAged: RecordFamily = {
  code: 'DISPUTE_AGED',
  scope: ['contested'],
  levels: [{ name: 'DISPUTE_AGED', severity: 'info' }],
  judge: () => 1,
  evidence({ findings, policy }, flag) {
    const age = flag ? findings.today - flag.on : null;
    return [fact('disputeAgeDays', age, policy.disputes.agedAfterDays, 'days')];
  },
};
