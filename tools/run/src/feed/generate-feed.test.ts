import { epochDayOf, inputShapeOf } from '@duewatch/contracts';
import { type CloudEventJson, isTick } from '@duewatch/door-client';
import { generateFeed } from './generate-feed.ts';

const YEAR = { seed: 7, customers: 40, startDate: '2025-01-01', days: 365 };

const feed = generateFeed(YEAR);

function byCustomer(events: readonly CloudEventJson[]): Map<string, CloudEventJson[]> {
  return Map.groupBy(
    events.filter(({ subject }) => subject !== undefined),
    ({ subject }) => subject ?? '',
  );
}

function amounts(events: readonly CloudEventJson[], type: string, idField: string) {
  const sums = new Map<string, number>();
  for (const event of events) {
    if (event.type !== `io.duewatch.ar.${type}`) continue;
    const id = String(event.data[idField]);
    sums.set(id, (sums.get(id) ?? 0) + Number(event.data['amountMinor']));
  }
  return sums;
}

describe('the sample feed', () => {
  it('is the same for the same seed, line by line', () => {
    expect(generateFeed(YEAR)).toEqual(feed);
    expect(generateFeed({ ...YEAR, seed: 8 })).not.toEqual(feed);
  });

  it('tells the same stories of the first customers when there are more', () => {
    const ofFirst = (events: readonly CloudEventJson[]) =>
      byCustomer(events)
        .get('S-0001')
        ?.map(({ id, type, data }) => ({ id, type, data }));
    expect(ofFirst(generateFeed({ ...YEAR, customers: 60 }))).toEqual(ofFirst(feed));
  });

  it('never reuses an id', () => {
    expect(new Set(feed.map(({ source, id }) => `${source} ${id}`)).size).toBe(feed.length);
  });

  it('goes forward in time, each business day beginning with its tick', () => {
    const times = feed.map(({ time }) => time);
    expect([...times].sort()).toEqual(times);
    const days = feed.filter(isTick).map(({ data }) => String(data['date']));
    expect(new Set(days).size).toBe(days.length);
    expect(days.slice(0, 2)).toEqual(['2025-01-02', '2025-01-03']);
    expect(days).not.toContain('2025-12-25');
    const started = new Set<string>();
    for (const event of feed) {
      if (isTick(event)) started.add(String(event.data['date']));
      expect(started).toContain(event.time.slice(0, 10));
    }
  });

  it('holds only fields that the door knows, with every one that it needs', () => {
    for (const { type, data, subject } of feed) {
      const shape = inputShapeOf(type);
      const fields = [...(shape?.fields ?? []), ...(shape?.card ?? []), ...(shape?.texts ?? [])];
      const names = fields.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(Object.keys(data)));
      // The door takes the customer from the subject and names the source itself.
      const given = new Set([...Object.keys(data), 'sourceSystem', subject && 'customerId']);
      for (const { name, required, shape: form } of fields) {
        if (required) expect([name, given.has(name)]).toEqual([name, true]);
        const value = data[name];
        if (form.kind === 'date' && value != null) expect(epochDayOf(String(value))).toBeDefined();
      }
    }
  });

  it('never applies more than was received, nor pays more than was owed', () => {
    for (const events of byCustomer(feed).values()) {
      const received = amounts(events, 'payment.received', 'paymentId');
      for (const [paymentId, applied] of amounts(events, 'payment.applied', 'paymentId')) {
        expect(applied).toBeLessThanOrEqual(received.get(paymentId) ?? 0);
      }
      const owed = amounts(events, 'invoice.issued', 'invoiceId');
      const credited = amounts(events, 'credit_note.applied', 'invoiceId');
      for (const [invoiceId, paid] of amounts(events, 'payment.applied', 'invoiceId')) {
        expect(paid + (credited.get(invoiceId) ?? 0)).toBeLessThanOrEqual(owed.get(invoiceId) ?? 0);
      }
    }
  });

  it('has every kind of trouble in a year', () => {
    const kinds = new Set(feed.map(({ type }) => type.replace('io.duewatch.ar.', '')));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'customer.registered',
        'credit_limit.changed',
        'invoice.issued',
        'invoice.disputed',
        'invoice.dispute_resolved',
        'payment.received',
        'payment.applied',
        'payment.failed',
        'promise.made',
        'credit_note.issued',
        'credit_note.applied',
        'clock.business_day_started',
        'feed.completed',
      ]),
    );
  });
});
