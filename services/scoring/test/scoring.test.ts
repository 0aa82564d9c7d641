import { DEPLOYMENT_TENANT, type ProfileUpdated } from '@duewatch/contracts';
import type { OutgoingRecord } from '@duewatch/event-bus';
import fc from 'fast-check';
import { day, Rig } from './rig.ts';

const january = { issuedOn: '2026-01-05', dueOn: '2026-01-15' };

describe('scoring', () => {
  let rig: Rig;
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.stop());

  const codes = ({ conditions }: ProfileUpdated) =>
    conditions.filter(({ pendingUntil }) => pendingUntil === null).map(({ code }) => code);

  it("publishes a profile and dunning's baseline when it first hears of a customer", async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    const profile = await rig.profile('C1');
    expect(profile).toMatchObject({
      openMinor: 120_000,
      provisional: true,
      previousPosition: null,
    });
    const [first] = await rig.changes('C1');
    expect(first?.kinds).toContain('baseline');
  });

  it('lets silence speak: an invoice that nobody pays raises the band by days alone', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    await rig.play(rig.cashComplete('2026-02-16'), rig.tick('2026-02-17'));
    const late = await rig.profile('C1');
    expect(late.oldestCleanDays).toBe(33);
    expect(late.band).toBe('C');
    expect(codes(late)).toContain('OVERDUE_30');
  });

  it('comes to the same profile by many days or by one', async () => {
    const other = new Rig();
    for (const one of [rig, other]) await one.start();
    const start = [rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000)];
    await rig.play(...start);
    await other.play(...start);
    for (let on = 6; on <= 31; on += 1) {
      await rig.play(rig.tick(`2026-01-${String(on).padStart(2, '0')}`));
    }
    await other.play(other.tick('2026-01-31'));
    // Values between two transitions are told with the next event; it brings both to today.
    const next = { issuedOn: '2026-01-31', dueOn: '2026-02-28' };
    for (const one of [rig, other]) await one.play(one.invoice('C1', 'I2', next, 1_000));
    const [stepwise, atOnce] = [await rig.profile('C1'), await other.profile('C1')];
    await other.stop();
    expect(withoutTrace(atOnce)).toEqual(withoutTrace(stepwise));
  });

  it('advises when a customer worsens, and takes it back when the money comes', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    await rig.play(rig.tick('2026-04-20'));
    const { recommendations } = await rig.profile('C1');
    expect(recommendations.map(({ kind, needsHuman }) => [kind, needsHuman])).toEqual([
      ['order_hold', true],
      ['delivery_hold', true],
      ['prepayment', false],
    ]);
    const worse = await rig.told('C1');
    const names = () => worse.splice(0).map(({ recordName }) => recordName);
    expect(names()).toEqual([
      ...['RiskChanged', 'RiskChanged', 'InvoiceBecameOverdue', 'CustomerDefaulted'],
      ...['RecommendationIssued', 'RecommendationIssued', 'RecommendationIssued'],
    ]);
    const before = (await rig.told('C1')).length;
    const data = { customerId: 'C1', paymentId: 'P1', invoiceId: 'I1', amountMinor: 120_000 };
    const dates = { appliedOn: day('2026-04-20'), valueOn: null };
    await rig.play(
      rig.event('PaymentApplied', '2026-04-20', {
        ...{ ...data, ...dates, currency: 'EUR', applicationId: null, discountMinor: 0 },
      }),
    );
    await rig.play(rig.tick('2026-07-20'));
    const after = (await rig.told('C1')).slice(before);
    const withdrawn = after.flatMap(({ recordName, data: fact }) =>
      recordName === 'RecommendationWithdrawn' ? [[fact.kind, fact.reasonCode]] : [],
    );
    expect(withdrawn).toEqual([
      ['order_hold', 'no_longer_holds'],
      ['delivery_hold', 'no_longer_holds'],
      ['prepayment', 'no_longer_holds'],
    ]);
    expect(after.map(({ recordName }) => recordName)).toContain('CustomerCured');
    expect((await rig.profile('C1')).recommendations).toEqual([]);
  });

  it('chains what it tells of a customer, so that a reader can prove no loss', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    await rig.play(rig.tick('2026-02-17'), rig.tick('2026-03-20'), rig.tick('2026-04-20'));
    const told = (await rig.told('C1')).map(
      ({ data }) => data as Pick<ProfileUpdated, 'position' | 'previousPosition'>,
    );
    expect(told.length).toBeGreaterThan(5);
    told.forEach(({ previousPosition }, index) => {
      expect(previousPosition).toEqual(told[index - 1]?.position ?? null);
    });
  });

  it('forgets an erased customer whole, says so, and begins anew with what follows', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C2', 'I1', january, 1_000));
    // Enough for several pages, and for the index of what lies where.
    const ids = Array.from({ length: 150 }, (_, n) => `I${n}`);
    await rig.send(ids.map((id) => rig.invoice('C1', id, january, 1_000)));
    await rig.settled();
    expect((await kept(rig, 'C1')).length).toBeGreaterThan(150);
    await rig.play(rig.erased('C1', '2026-01-06'));
    expect(await kept(rig, 'C1')).toEqual([]);
    expect((await kept(rig, 'C2')).length).toBeGreaterThan(0);
    const ofOne = async () =>
      (await rig.records('risk.profiles')).filter(({ key }) => key?.endsWith('|C1'));
    expect((await ofOne()).at(-1)?.value).toBeNull();
    const told = (await ofOne()).length;
    await rig.play(rig.tick('2026-02-17'), rig.cashComplete('2026-02-16'));
    expect((await ofOne()).length).toBe(told);
    await rig.play(rig.invoice('C1', 'I1', { issuedOn: '2026-02-17', dueOn: '2026-03-02' }, 500));
    expect(await rig.profile('C1')).toMatchObject({ openMinor: 500, previousPosition: null });
    expect((await rig.changes('C1')).at(-1)?.kinds).toContain('baseline');
  });

  it('says nothing of the erasure of a customer that it never heard of', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.erased('C1', '2026-01-06'));
    expect(await rig.records('risk.profiles')).toEqual([]);
  });

  it('keeps what time alone raised pending until the cash of the day before is known', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    // The 30th day overdue passes over a Sunday; Monday's tick comes before Friday's bank file.
    await rig.play(rig.cashComplete('2026-02-12'), rig.tick('2026-02-16'));
    const waiting = await rig.profile('C1');
    expect(
      waiting.conditions.find(({ code }) => code === 'OVERDUE_30')?.pendingUntil,
    ).not.toBeNull();
    await rig.play(rig.cashComplete('2026-02-13'));
    expect(codes(await rig.profile('C1'))).toContain('OVERDUE_30');
  });

  it('waits for a tenant’s own cash when calendars are shared, or for ten o’clock', async () => {
    await rig.start();
    await rig.play(rig.tick('2026-01-05'), rig.invoice('C1', 'I1', january, 120_000));
    await rig.play(rig.cashComplete('2026-02-12'), rig.tick('2026-02-16'));
    const pending = async () => {
      const { conditions } = await rig.profile('C1');
      return conditions.find(({ code }) => code === 'OVERDUE_30')?.pendingUntil;
    };
    await rig.play(rig.cashComplete('2026-02-13', { tenantId: 'neighbour' }));
    expect(await pending()).not.toBeNull();
    await rig.play(rig.cashComplete('2026-02-13', { tenantId: DEPLOYMENT_TENANT }));
    expect(await pending()).toBeNull();
  });

  it('marks all that history causes as suppressed, and what comes after as news', async () => {
    await rig.start();
    const history = { suppressed: true };
    await rig.play(rig.tick('2026-01-05', history));
    await rig.play(rig.invoice('C1', 'I1', january, 120_000, history));
    expect((await rig.profile('C1')).suppressed).toBe(true);
    await rig.play(rig.invoice('C1', 'I2', january, 5_000));
    expect((await rig.profile('C1')).suppressed).toBe(false);
  });

  it('moves customers to the calendar that theirs joins, with a baseline for dunning', async () => {
    await rig.start();
    const fed = { calendarId: 'import-books', suppressed: true };
    await rig.play(rig.tick('2026-01-05', fed), rig.tick('2026-03-02'));
    await rig.play(rig.invoice('C1', 'I1', january, 120_000, fed));
    await rig.play(
      rig.broadcast('ClockCalendarJoined', '2026-03-02', {
        from: 'import-books',
        to: 'paris',
        joinedOn: day('2026-03-02'),
      }),
    );
    const joined = await rig.profile('C1');
    expect(joined).toMatchObject({ calendarId: 'paris', asOf: day('2026-03-02') });
    expect((await rig.changes('C1')).at(-1)?.kinds).toContain('baseline');
    await rig.play(rig.cashComplete('2026-04-17'), rig.tick('2026-04-20'));
    expect((await rig.profile('C1')).oldestCleanDays).toBe(95);
  });

  it('values foreign currency at new rates for customers that hear nothing else', async () => {
    await rig.start();
    const rates = (rateNano: number) =>
      rig.broadcast('FxRatesPublished', '2026-01-05', {
        base: 'EUR',
        asOf: day('2026-01-05'),
        rates: [{ currency: 'USD', rateNano }],
      });
    await rig.play(rig.tick('2026-01-05'), rates(900_000_000));
    await rig.play(rig.invoice('C1', 'I1', january, 100_000, { currency: 'USD' }));
    expect((await rig.profile('C1')).exposureMinor).toBe(90_000);
    await rig.play(rates(950_000_000));
    expect((await rig.profile('C1')).exposureMinor).toBe(95_000);
  });

  it('sets aside what it cannot read or must not fold, and goes on', async () => {
    const app = await rig.start();
    const good = rig.invoice('C1', 'I1', january, 120_000);
    await rig.play([
      ...rig.tick('2026-01-05'),
      { ...good, value: Buffer.from('nonsense') },
      { ...rig.invoice('C2', 'I2', january, 1_000), key: 'acme|C1' },
      good,
    ]);
    expect((await app.status()).deadLetters).toEqual({ unreadable: 1, key_mismatch: 1 });
    expect(await rig.records('scoring.dead-letters')).toHaveLength(2);
    expect((await rig.profile('C1')).openMinor).toBe(120_000);
  });

  it('ignores an event that says again what is known', async () => {
    const app = await rig.start();
    const invoice = rig.invoice('C1', 'I1', january, 120_000);
    await rig.play(rig.tick('2026-01-05'), invoice, invoice, rig.tick('2026-01-05'));
    expect((await rig.profile('C1')).openMinor).toBe(120_000);
    expect((await app.status()).skipped).toMatchObject({ repeated_day: 3, duplicate: 1 });
  });

  it('folds six partitions to the same profiles as one, in chunks of any size', async () => {
    const step = fc.record({
      customer: fc.integer({ min: 0, max: 8 }),
      amount: fc.integer({ min: 1_000, max: 200_000 }),
      dueIn: fc.integer({ min: 0, max: 20 }),
      daysLater: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        const outcomes = [];
        for (const [partitions, chunkRecords] of [
          [1, 1],
          [6, 3],
          [6, 1_000],
        ] as const) {
          outcomes.push(await runStory(steps, partitions, chunkRecords));
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
        expect(outcomes[2]).toEqual(outcomes[0]);
      }),
      { numRuns: 15 },
    );
  }, 30_000);
});

interface Step {
  readonly customer: number;
  readonly amount: number;
  readonly dueIn: number;
  readonly daysLater: number;
}

/** Plays the story into a fresh scoring and answers the last profile of every customer. */
async function runStory(steps: readonly Step[], partitions: number, chunkRecords: number) {
  const rig = new Rig(partitions);
  const iso = (on: number) => new Date(on * 86_400_000).toISOString().slice(0, 10);
  let today = day('2026-01-05');
  const records: OutgoingRecord[] = rig.tick(iso(today));
  for (const [index, { customer, amount, dueIn, daysLater }] of steps.entries()) {
    const dates = { issuedOn: iso(today), dueOn: iso(today + dueIn) };
    records.push(rig.invoice(`C${customer}`, `I${index}`, dates, amount));
    today += daysLater;
    if (daysLater > 0) records.push(...rig.cashComplete(iso(today - 1)), ...rig.tick(iso(today)));
  }
  await rig.send(records);
  await rig.start({ chunkRecords });
  await rig.settled();
  await rig.stop();
  const profiles = [];
  for (const customer of new Set(steps.map((one) => `C${one.customer}`))) {
    const all = await rig.profiles(customer);
    const last = all.at(-1);
    if (last !== undefined) profiles.push({ customer, ...withoutTrace(last) });
  }
  return profiles;
}

/** What a profile says, without where in the log and from which event it comes. */
function withoutTrace(profile: ProfileUpdated) {
  const { position, previousPosition, acceptedAt, causedBy, conditions, ...rest } = profile;
  return { ...rest, conditions: conditions.map(({ onsetPosition, ...condition }) => condition) };
}

/** Names of everything that the state holds of a customer. */
async function kept(rig: Rig, customerId: string): Promise<string[]> {
  const found: string[] = [];
  for (let partition = 0; partition < rig.partitions; partition += 1) {
    for (const collection of ['profiles', 'items', 'stubs', 'where']) {
      const { fields } = await rig.store.scan(partition, collection, '0', 10_000);
      found.push(...fields.filter((field) => field.split('|')[1] === customerId));
    }
    const all = ['due:paris', 'awaits:paris'].map((index) => {
      return { index, max: Number.MAX_SAFE_INTEGER };
    });
    const members = (await rig.store.lowest(partition, all, 10_000)).flat();
    found.push(...members.filter((member) => member.endsWith(`|${customerId}`)));
  }
  return found;
}
