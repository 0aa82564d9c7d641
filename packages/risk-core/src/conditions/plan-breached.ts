import { fact, type RecordFamily } from './family.ts';

/** An instalment is missed and its tolerance over; ends when the plan is caught up or cancelled. */
export const planBreached: RecordFamily = {
  code: 'PLAN_BREACHED',
  scope: ['breached'],
  levels: [{ name: 'PLAN_BREACHED', severity: 'error' }],
  judge: () => 1,
  evidence({ findings }, flag) {
    return [
      fact('daysBeyondTolerance', flag ? findings.today - flag.on : null, 0, 'days'),
      fact('instalmentsMissed', flag?.level ?? null, 1, 'count'),
    ];
  },
};
