import { createSystemClock } from '@duewatch/config';
import { type AlertOpened, TOPICS } from '@duewatch/contracts';
import { createMemoryStore } from '@duewatch/stream';
import { silentLog } from '@duewatch/telemetry';
import { until } from '@duewatch/testing';
import { day, Rig } from '../../scoring/test/rig.ts';
import { type AlertingApp, alertingSettings, createApp } from '../src/index.ts';

let rig: Rig;
let alerting: AlertingApp;
beforeEach(async () => {
  rig = new Rig(3);
  await rig.start();
  alerting = createApp(alertingSettings.parse({ statusPort: 0 }), {
    ...{ bus: rig.cluster.connect(), store: createMemoryStore(), codec: rig.codec },
    ...{ clock: createSystemClock(), log: silentLog, onFatal: (error) => rig.fatal.push(error) },
  });
  await alerting.start();
});
afterEach(async () => {
  await alerting.stop();
  await rig.stop();
});

/** Alerts with what they did, once alerting has read everything. */
async function alerts() {
  await rig.settled();
  await until('alerting has read all profiles', async () => {
    const { ready, lag } = await alerting.status();
    return ready && lag === 0;
  });
  return (await rig.records(TOPICS.alerts)).flatMap(({ key, value, headers }) => {
    if (value === null) return [];
    const alert = rig.codec.decode(value).data as AlertOpened;
    return [{ key, did: headers['ce_type']?.split('alert_')[1], ...alert }];
  });
}

describe('a source that falls silent', () => {
  it('is one alert for on-call, however many customers and partitions it has', async () => {
    const dates = { issuedOn: '2026-01-02', dueOn: '2026-02-02' };
    for (const customer of ['C1', 'C2', 'C3', 'C4']) {
      await rig.send([rig.invoice(customer, `I-${customer}`, dates, 10_000)]);
    }
    const silentSince = day('2026-01-05') * 86_400_000;
    const silent = () =>
      rig.broadcast('FeedWentSilent', '2026-01-07', { source: 'bank', silentSince });
    await rig.play(silent(), silent());
    const told = await alerts();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      ...{ did: 'opened', key: 'acme|~feed.bank', code: 'FEED_SILENT', severity: 'error' },
      ...{ customerId: null, scope: 'bank', band: null, amountAtStakeMinor: null },
      subject: { kind: 'feed', tenantId: 'acme', customerId: null, ref: 'bank' },
      evidence: [{ field: 'silentHours', value: 48, threshold: null, unit: 'hours', text: null }],
      runbook: 'FEED_SILENT.md',
    });
    const resumedAt = day('2026-01-08') * 86_400_000;
    await rig.play(rig.broadcast('FeedResumed', '2026-01-08', { source: 'bank', resumedAt }));
    expect((await alerts()).map(({ did, alertId }) => [did, alertId])).toEqual([
      ['opened', told[0]?.alertId],
      ['resolved', told[0]?.alertId],
    ]);
  });
});
