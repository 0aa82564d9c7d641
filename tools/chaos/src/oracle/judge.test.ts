import type { DeliveryRecorded } from '@duewatch/contracts';
import { type Evidence, judge } from './judge.ts';
import type { AlertStep } from './told.ts';

const clean = { lost: 0, diverged: 0, duplicateAlerts: 0, unexplainedRepeats: 0 };

const opened: AlertStep = {
  ...{ episodeId: 'ep1', transition: 'opened', cause: 'e2', isNews: true },
  ...{ text: '{"position":2}', previousPosition: { generation: 0, offset: 0, index: 0 } },
};
const delivery = {
  ...{ episodeId: 'ep1', transition: 'opened', cause: 'e2', receiver: 'systems' },
  ...{ channel: 'webhook', deliveryId: 'dlv_1', outcome: 'sent' },
} as DeliveryRecorded;

/** A run in which nothing went wrong: a tick in two partitions and one event of a customer. */
function honest(): Evidence {
  const told = {
    profiles: new Map([['acme|c1', '{"score":400}']]),
    changes: ['{"band":"C"}'],
    alerts: [opened],
  };
  const place = { generation: 0, offset: 1, index: 0 };
  return {
    accepted: [
      { source: '/erp', id: 'e1' },
      { source: '/erp', id: 'e2', subject: 'c1' },
    ],
    log: [
      { source: '/erp', id: 'e1', partition: 0, offset: 0 },
      { source: '/erp', id: 'e1', partition: 1, offset: 0 },
      { source: '/erp', id: 'e2', partition: 1, offset: 1 },
    ],
    foldedBelow: new Map([
      [0, 1],
      [1, 2],
    ]),
    setAside: new Set(),
    drifts: [],
    told: {
      ...{ ...told, gaps: [], deliveries: [delivery] },
      lastChanges: new Map([['acme|c1', place]]),
    },
    calm: told,
    received: { webhook: [{ id: 'dlv_1', isMarked: false }], slack: [], email: [] },
    receivedChanges: [{ key: 'acme|c1', position: place, follows: null }],
  };
}

const judged = (change: Partial<Evidence>) => judge({ ...honest(), ...change });

describe('the judge of a run', () => {
  it('finds nothing wrong with an honest one, whatever came twice on the log', () => {
    const { log } = honest();
    const again = { source: '/erp', id: 'e2', partition: 1, offset: 2 };
    const foldedBelow = new Map([
      [0, 1],
      [1, 3],
    ]);
    expect(judged({})).toEqual({ ...clean, findings: [] });
    expect(judged({ log: [...log, again], foldedBelow })).toEqual({ ...clean, findings: [] });
  });

  it('misses an accepted event that is not in the log', () => {
    const log = honest().log.filter(({ id }) => id !== 'e2');
    expect(judged({ log })).toEqual({
      ...{ ...clean, lost: 1 },
      findings: ['/erp e2 is not in the log'],
    });
  });

  it('misses a tick that one partition never got', () => {
    const log = honest().log.filter(({ partition }) => partition !== 0);
    expect(judged({ log }).findings).toEqual(['/erp e1 in partition 0 is not in the log']);
  });

  it('is not content with totals: another event does not stand in for the one lost', () => {
    const log = honest().log.map((one) => (one.id === 'e2' ? { ...one, id: 'e3' } : one));
    expect(judged({ log })).toMatchObject({ lost: 1 });
  });

  it('misses an event of the log that was never folded', () => {
    const foldedBelow = new Map([
      [0, 1],
      [1, 1],
    ]);
    expect(judged({ foldedBelow }).findings).toEqual(['/erp e2 is in the log and was not folded']);
  });

  it('misses an event that was set aside as unusable', () => {
    expect(judged({ setAside: new Set(['1.1']) }).findings).toEqual([
      '/erp e2 is in the log and was not folded',
    ]);
  });

  it('counts a gap between a customer’s positions as a loss', () => {
    const { told } = honest();
    expect(judged({ told: { ...told, gaps: ['nothing at 0.1.0'] } })).toMatchObject({ lost: 1 });
  });

  it.each<[string, Partial<Evidence['told']>]>([
    ['a profile is another one', { profiles: new Map([['acme|c1', '{"score":401}']]) }],
    ['a profile is missing', { profiles: new Map() }],
    ['a change was never told', { changes: [] }],
    ['a change was told without cause', { changes: ['{"band":"C"}', '{"band":"D"}'] }],
  ])('sees that %s', (_, change) => {
    const { told } = honest();
    expect(judged({ told: { ...told, ...change } })).toMatchObject({ ...clean, diverged: 1 });
  });

  it('sees that stored state is not what the log comes to', () => {
    const drifts = ['state of acme|c1'];
    expect(judged({ drifts })).toMatchObject({ ...clean, diverged: 1, findings: drifts });
  });

  it('sees that an alert was never told', () => {
    const { told } = honest();
    expect(judged({ told: { ...told, alerts: [] } })).toMatchObject({ ...clean, diverged: 1 });
  });

  it('sees that an alert names another one before it, and accepts that it names none', () => {
    const { told } = honest();
    const after = (previousPosition: AlertStep['previousPosition']) => ({
      told: { ...told, alerts: [{ ...opened, previousPosition }] },
    });
    const wrong = judged(after({ generation: 0, offset: 1, index: 0 }));
    expect(wrong).toMatchObject({ ...clean, diverged: 1 });
    expect(judged(after(null))).toMatchObject(clean);
  });

  it('sees an alert that passes a reader’s filter twice, under another position', () => {
    const { told } = honest();
    const alerts = [opened, { ...opened, text: '{"position":3}' }];
    expect(judged({ told: { ...told, alerts } })).toMatchObject({
      ...{ duplicateAlerts: 1, diverged: 1, lost: 0 },
    });
  });

  it('takes no offence at an episode that sets in twice where the calm run says so, too', () => {
    const { told, calm } = honest();
    const alerts = [opened, { ...opened, text: '{"position":3}' }];
    const both = { told: { ...told, alerts }, calm: { ...calm, alerts } };
    expect(judged(both)).toMatchObject(clean);
  });

  it('wants a word for each message that came twice', () => {
    const { received } = honest();
    const again = (isMarked: boolean) => ({
      received: { ...received, webhook: [...received.webhook, { id: 'dlv_1', isMarked }] },
    });
    expect(judged(again(true))).toMatchObject(clean);
    expect(judged(again(false))).toMatchObject({ ...clean, unexplainedRepeats: 1 });
  });

  it('misses a message that was recorded as sent', () => {
    const received = { webhook: [], slack: [], email: [] };
    expect(judged({ received })).toMatchObject({ ...clean, lost: 1 });
  });

  it('misses a change that a system never got', () => {
    expect(judged({ receivedChanges: [] })).toMatchObject({ ...clean, lost: 1 });
  });

  it('misses a delivery of which nothing was recorded', () => {
    const { told, received } = honest();
    const silent = { told: { ...told, deliveries: [] }, received: { ...received, webhook: [] } };
    expect(judged(silent).findings).toEqual(['no delivery of ep1 opened by e2']);
  });
});
