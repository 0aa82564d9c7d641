import { type ProcessServices, readExpectation } from '@duewatch/run';
import { alertsOf, bandsOf, eventsOf, examplePath, inOrder, raise, type Stage } from './stage.ts';

const story = examplePath('late-payer.jsonl');
const expected = readExpectation(story);
const tenantId = 'crowd';

describe('four scoring and five alerting processes on six partitions', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await raise(undefined, [{ tenantId, calendarId: 'sample' }]);
  }, 300_000);
  afterAll(async () => {
    await stage.close();
  }, 120_000);

  it('share the work, get on while they join, and come to the alerts of one of each', async () => {
    const services = stage.pipeline.services as ProcessServices;
    const events = await eventsOf(story);
    const joining = ['scoring', 'scoring', 'scoring', ...Array(4).fill('alerting')] as const;
    // They join while events pass, so that every partition moves at least once.
    const joined = (async () => {
      for (const service of joining) await services.add(service);
    })();
    await stage.send(tenantId, events.slice(0, 40));
    await joined;
    const report = await stage.send(tenantId, events.slice(40));
    expect(report.rejected).toEqual([]);
    await stage.drained();

    const statuses = await services.status();
    const of = (service: string) => statuses.filter((status) => status.service === service);
    expect(of('scoring')).toHaveLength(4);
    expect(of('alerting')).toHaveLength(5);
    const owned = of('scoring').flatMap(({ partitions }) => partitions as number[]);
    expect(owned.sort()).toEqual([0, 1, 2, 3, 4, 5]);

    const { tally } = await stage.look(tenantId);
    expect(alertsOf(tally)).toEqual(inOrder(expected.alerts));
    expect(bandsOf(tally)).toEqual(expected.bands);
  }, 300_000);
});
