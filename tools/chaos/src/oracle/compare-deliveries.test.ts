import { compareDeliveries, type Received } from './compare-deliveries.ts';
import type { AlertStep } from './told.ts';

const nothing: Received = { webhook: [], slack: [], email: [] };
const channels = ['webhook', 'slack', 'email'] as const;

type Channel = (typeof channels)[number];

const record = (channel: Channel, deliveryId: string, outcome: 'sent' | 'failed' = 'sent') => {
  const about = { episodeId: 'ep', transition: 'opened' as const, cause: 'e1' };
  return { ...about, channel, deliveryId, outcome, receiver: 'systems' };
};
const message = (id: string | null, isMarked = false) => ({ id, isMarked });
const step: AlertStep = {
  ...{ episodeId: 'ep', transition: 'opened', cause: 'e1', isNews: true, text: '' },
  previousPosition: null,
};

describe.each(channels)('messages by %s held against what was recorded', (channel) => {
  const compare = (...messages: Received[Channel]) =>
    compareDeliveries([], [record(channel, 'a'), record(channel, 'b')], {
      ...nothing,
      [channel]: messages,
    });

  it('are fine when each came once, or again and said so', () => {
    const found = compare(message('a'), message('b'), message('a', true));
    expect(found).toEqual({ lost: [], unexplained: [] });
  });

  it('are missed when they were recorded as sent and never came', () => {
    expect(compare(message('b')).lost).toEqual([`${channel} a was never received`]);
  });

  it('do not stand in for each other: one that came twice replaces none that is missing', () => {
    const found = compare(message('a'), message('a', true));
    expect(found.lost).toEqual([`${channel} b was never received`]);
  });

  it('need an explanation when they came again without a word', () => {
    const found = compare(message('a'), message('a'), message('b'));
    expect(found.unexplained).toEqual([`${channel} a came again without a word`]);
  });

  it('need an explanation when nobody recorded them, or when they name no delivery', () => {
    const found = compare(message('a'), message('b'), message('c'), message(null));
    expect(found.unexplained).toEqual([
      `${channel} c was received and is not recorded`,
      `${channel} null was received and is not recorded`,
    ]);
  });
});

describe('alerts held against what was recorded of them', () => {
  it('are lost when nobody knows whether the one who wants all was told', () => {
    const known = [record('webhook', 'a', 'failed')];
    expect(compareDeliveries([step], known, nothing).lost).toEqual([]);
    const later = { ...step, cause: 'e2' };
    expect(compareDeliveries([step, later], known, nothing).lost).toEqual([
      'no delivery of ep opened by e2',
    ]);
  });

  it('are not missed when they were suppressed', () => {
    const quiet = { ...step, isNews: false };
    expect(compareDeliveries([quiet], [], nothing).lost).toEqual([]);
  });
});
