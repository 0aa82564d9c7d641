import type { Position } from '@duewatch/contracts';
import { compareChanges, type ReceivedChange } from './compare-changes.ts';

const at = (offset: number): Position => ({ generation: 0, offset, index: 0 });
const change = (offset: number, follows: number | null): ReceivedChange => ({
  ...{ key: 'acme|c1', position: at(offset) },
  follows: follows === null ? null : at(follows),
});
const last = new Map([['acme|c1', at(3)]]);

describe('changes that a system got by webhook', () => {
  it('are all there when each follows what is held, whichever came again', () => {
    const got = [change(1, null), change(2, 1), change(1, null), change(3, 2)];
    expect(compareChanges(last, got)).toEqual([]);
  });

  it('are whole without those that a later one stands for', () => {
    expect(compareChanges(last, [change(1, null), change(3, 1)])).toEqual([]);
  });

  it('lack one when the next follows what never came', () => {
    expect(compareChanges(last, [change(1, null), change(3, 2)])).toEqual([
      'webhook of risk.changes acme|c1: nothing at 0.2.0',
    ]);
  });

  it('lack the last one, and a customer of whom nothing came', () => {
    const both = new Map([...last, ['acme|c2', at(9)] as const]);
    expect(compareChanges(both, [change(1, null), change(2, 1)])).toEqual([
      'webhook of risk.changes acme|c1: the last one never came',
      'webhook of risk.changes acme|c2: the last one never came',
    ]);
  });
});
