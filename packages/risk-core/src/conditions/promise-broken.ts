import { fact, type RecordFamily } from './family.ts';

/** A promise not kept by its day and the tolerance after it; over when the money has come. */
export const promiseBroken: RecordFamily = {
  code: 'PROMISE_BROKEN',
  scope: ['broken'],
  levels: [
    { name: 'PROMISE_BROKEN', severity: 'warning' },
    { name: 'PROMISE_BROKEN', severity: 'error' },
  ],
  judge({ policy }, flag) {
    return flag.level >= policy.promises.errorLevel ? 2 : 1;
  },
  evidence({ findings, policy }, flag) {
    const late = flag ? findings.today - flag.on : null;
    return [
      fact('daysBeyondTolerance', late, 0, 'days'),
      fact('timesBroken', flag?.level ?? null, policy.promises.errorLevel, 'count'),
    ];
  },
};
