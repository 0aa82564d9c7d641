import { compareDeliveries, type Received } from './deliveries.ts';

const nothing: Received = { webhook: [], slack: [], email: [] };
const sent = (channel: 'webhook' | 'slack' | 'email', deliveryId: string) => ({
  ...{ channel, deliveryId, outcome: 'sent' as const },
});
const hook = (id: string, isPossibleRepeat = false) => ({
  id,
  body: { data: { isPossibleRepeat } },
});

describe('deliveries held against what receivers got', () => {
  it('finds nothing when each came once, or again and said so', () => {
    const records = [sent('webhook', 'a'), sent('slack', 'b'), sent('email', 'c')];
    const found = compareDeliveries(records, {
      webhook: [hook('a'), hook('a', true)],
      slack: [{ text: 'Overdue' }, { text: 'Overdue, possible repeat' }],
      email: [{ text: 'You may have received this message before. Overdue' }],
    });
    expect(found).toEqual({ lost: [], unexplained: [] });
  });

  it('misses what was recorded as sent and never came', () => {
    const records = [sent('webhook', 'a'), sent('slack', 'b'), sent('email', 'c')];
    expect(compareDeliveries(records, nothing).lost).toEqual([
      'webhook a was never received',
      'slack: a message was never received',
      'email: a message was never received',
    ]);
  });

  it('wants an explanation for what came again without a word or was never recorded', () => {
    const found = compareDeliveries([sent('webhook', 'a'), sent('email', 'c')], {
      webhook: [hook('a'), hook('a'), hook('b')],
      slack: [{ text: 'Overdue' }],
      email: [{ text: 'Overdue' }, { text: 'Overdue' }],
    });
    expect(found.unexplained).toEqual([
      'webhook a came again without a word',
      'webhook b was received and is not recorded',
      'slack: a message too many',
      'email: a message too many',
    ]);
    expect(found.lost).toEqual([]);
  });

  it('does not ask after what was not sent', () => {
    const failed = { ...sent('webhook', 'a'), outcome: 'failed' as const };
    expect(compareDeliveries([failed], nothing)).toEqual({ lost: [], unexplained: [] });
  });
});
