import { issued, limitOf, paid } from '../../../test/events.ts';
import { MONDAY, Shell, type Told } from '../../../test/shell.ts';

const placed = (amountMinor: number, openMinor = amountMinor): Told => ({
  kind: 'order.placed',
  orderId: 'O1',
  amountMinor,
  openMinor,
  currency: 'EUR',
  on: MONDAY,
});

const delivered = (
  deliveryId: string,
  amountMinor: number,
  orderId: string | null = 'O1',
): Told => ({
  kind: 'delivery.dispatched',
  deliveryId,
  orderId,
  amountMinor,
  currency: 'EUR',
  on: MONDAY,
});

const billed = (invoiceId: string, amountMinor: number) =>
  issued(invoiceId, MONDAY, MONDAY + 30, amountMinor, { orderId: 'O1' });

function told(...events: readonly Told[]): Shell {
  const shell = new Shell();
  for (const event of events) shell.tell(MONDAY, event);
  return shell;
}

/** Exposure by stage in euros: ordered, delivered, billed. */
function stages(shell: Shell): number[] {
  const { exposure, exposureMinor } = shell.assess();
  const of = (stage: string) => (exposure.find((sum) => sum.stage === stage)?.baseMinor ?? 0) / 100;
  const all = [of('undelivered'), of('delivered_not_billed'), of('open_items')];
  expect(all.reduce((sum, each) => sum + each, of('unapplied_cash'))).toBe(exposureMinor / 100);
  return all;
}

describe('exposure by stage', () => {
  it('moves an amount from order to delivery to invoice, and holds it once', () => {
    const shell = told(placed(1_000_00));
    expect(stages(shell)).toEqual([1_000, 0, 0]);
    shell.tell(MONDAY, delivered('L1', 600_00));
    expect(stages(shell)).toEqual([400, 600, 0]);
    shell.tell(MONDAY, billed('I1', 500_00));
    expect(stages(shell)).toEqual([400, 100, 500]);
    shell.tell(MONDAY, billed('I2', 500_00));
    expect(stages(shell)).toEqual([0, 0, 1_000]);
    shell.tell(MONDAY, paid('P1', 'I1', MONDAY, 500_00));
    expect(stages(shell)).toEqual([0, 0, 500]);
  });

  it('is the same in whatever order the three are told', () => {
    const events = [placed(1_000_00), delivered('L1', 600_00), billed('I1', 500_00)];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
      [2, 0, 1],
      [0, 2, 1],
      [1, 0, 2],
    ]) {
      const shell = told(...order.flatMap((index) => events[index] ?? []));
      expect(stages(shell)).toEqual([400, 100, 500]);
    }
  });

  it('holds each delivery once, and takes returns back', () => {
    const shell = told(placed(1_000_00), delivered('L1', 600_00), delivered('L1', 600_00));
    expect(stages(shell)).toEqual([400, 600, 0]);
    shell.tell(MONDAY, {
      kind: 'delivery.returned',
      deliveryId: 'L1',
      orderId: 'O1',
      amountMinor: 200_00,
      currency: 'EUR',
      on: MONDAY,
    });
    expect(stages(shell)).toEqual([600, 400, 0]);
  });

  it('forgets what was still to come when the order is cancelled', () => {
    const shell = told(placed(1_000_00), delivered('L1', 300_00));
    shell.tell(MONDAY, { kind: 'order.cancelled', orderId: 'O1', cancelledOn: MONDAY });
    expect(stages(shell)).toEqual([0, 300, 0]);
  });

  it('believes the source when it says that less is open', () => {
    expect(stages(told(placed(1_000_00, 250_00)))).toEqual([250, 0, 0]);
  });

  it('returns the amount to the order when its invoice is voided', () => {
    const shell = told(placed(1_000_00), billed('I1', 400_00));
    expect(stages(shell)).toEqual([600, 0, 400]);
    shell.tell(MONDAY, { kind: 'invoice.voided', invoiceId: 'I1', voidedOn: MONDAY });
    expect(stages(shell)).toEqual([1_000, 0, 0]);
  });

  it('lets a delivery without an order stand for itself until it is billed', () => {
    const shell = told(delivered('L9', 300_00, null));
    expect(stages(shell)).toEqual([0, 300, 0]);
    shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 30, 300_00, { deliveryId: 'L9' }));
    expect(stages(shell)).toEqual([0, 0, 300]);
  });

  it('fires the limit before anything is billed', () => {
    const shell = told(limitOf(1_000_00, MONDAY), placed(1_000_00));
    expect(shell.assess().conditions.map(({ level }) => level)).toEqual(['LIMIT_100']);
  });
});

describe('an order for later', () => {
  it.each([
    [60, 500_00],
    [61, 0],
  ])('wanted in %i days is an exposure of %i', (days, expected) => {
    const shell = new Shell();
    shell.tell(MONDAY, {
      ...{ kind: 'order.placed', orderId: 'O1', amountMinor: 500_00, openMinor: 500_00 },
      ...{ currency: 'EUR', requestedDeliveryOn: MONDAY + days, on: MONDAY },
    });
    expect(shell.assess().exposureMinor).toBe(expected);
    shell.advance(MONDAY + days - 60);
    expect(shell.assess().exposureMinor).toBe(500_00);
  });
});
