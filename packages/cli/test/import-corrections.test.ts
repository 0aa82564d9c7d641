import { readFileSync } from 'node:fs';
import { isoDateOf } from '@duewatch/contracts';
import { keys } from '../../../services/ingest/test/door.ts';
import { createImportRig, type ImportRig } from './import-rig.ts';

describe('importing a ledger again that says otherwise now', () => {
  let rig: ImportRig;
  const run: ImportRig['run'] = (...args) => rig.run(...args);
  beforeEach(async () => {
    rig = await createImportRig();
  });
  afterEach(() => rig.close());

  /** What the log says of customers, in short words: who, what, which, and when. */
  async function told(): Promise<string[]> {
    const records = await rig.door.topic('ar.events');
    return records.flatMap(({ body }) => {
      if (body === null) return [];
      const { recordName: what, data } = body;
      switch (what) {
        case 'InvoiceIssued':
          return [`${data.customerId} issued ${data.invoiceId} ${data.amountMinor}`];
        case 'InvoiceVoided':
          return [`${data.customerId} voided ${data.invoiceId} ${isoDateOf(data.voidedOn)}`];
        case 'PaymentApplied':
          return [`${data.customerId} paid ${data.amountMinor} by ${data.paymentId}`];
        case 'PaymentReversed':
          return [
            `${data.customerId} took back ${data.paymentId} ${data.amountMinor} ` +
              isoDateOf(data.reversedOn),
          ];
        case 'CreditNoteIssued':
          return [`${data.customerId} credited ${data.creditNoteId}`];
        case 'CreditNoteVoided':
          return [`${data.customerId} voided ${data.creditNoteId} ${isoDateOf(data.voidedOn)}`];
        default:
          return [];
      }
    });
  }

  /** What the second of two runs told. */
  async function toldBySecond(first: string, second: string): Promise<string[]> {
    // Somebody else's row brings the calendar to the fifth.
    await run([first, 'C9,I9,1/5/2013,2/1/2013,1.00,']);
    const before = new Set(await told());
    const report = await run([second, 'C9,I9,1/5/2013,2/1/2013,1.00,']);
    expect(report).toMatchObject({ sentRows: 1, unchangedRows: 1, rejected: 0 });
    return (await told()).filter((line) => !before.has(line)).sort();
  }

  it('takes back a payment that is not there any more', async () => {
    const paid = 'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013';
    const open = 'C1,I1,1/2/2013,2/1/2013,12.00,';
    expect(await toldBySecond(paid, open)).toEqual([
      'C1 issued I1 1200',
      'C1 took back I1 1000 2013-01-05',
    ]);
  });

  it('gives a payment after one that was taken back an id of its own', async () => {
    const paid = 'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013';
    await toldBySecond(paid, 'C1,I1,1/2/2013,2/1/2013,10.00,');
    await run(['C1,I1,1/2/2013,2/1/2013,10.00,1/6/2013']);
    expect(await told()).toContain('C1 paid 1000 by I1~1');
  });

  it('corrects amount and date of a payment in place', async () => {
    const first = 'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013';
    const second = 'C1,I1,1/2/2013,2/1/2013,11.00,1/4/2013';
    expect(await toldBySecond(first, second)).toEqual(['C1 issued I1 1100', 'C1 paid 1100 by I1']);
  });

  it('moves an invoice, with its payment, to the customer that it is of now', async () => {
    const first = 'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013';
    const second = 'C2,I1,1/2/2013,2/1/2013,10.00,1/3/2013';
    expect(await toldBySecond(first, second)).toEqual([
      'C1 took back I1 1000 2013-01-05',
      'C1 voided I1 2013-01-05',
      'C2 issued I1 1000',
      'C2 paid 1000 by I1~1',
    ]);
  });

  it('voids a credit note that has been used up', async () => {
    const open = 'C1,N1,1/2/2013,2/1/2013,-10.00,';
    const used = 'C1,N1,1/2/2013,2/1/2013,-10.00,1/4/2013';
    expect(await toldBySecond(open, used)).toEqual(['C1 voided N1 2013-01-05']);
  });

  it('refuses a used-up credit note that it never sent', async () => {
    const report = await run(['C1,N1,1/2/2013,2/1/2013,-10.00,1/4/2013']);
    expect(report).toMatchObject({ rows: 1, refusedRows: 1, sentRows: 0, events: 0 });
    expect(readFileSync(String(report.refusalReport), 'utf8')).toContain('2,settled_credit,');
  });
});

describe('importing what cannot be right', () => {
  let rig: ImportRig;
  beforeEach(async () => {
    rig = await createImportRig();
  });
  afterEach(() => rig.close());

  it('refuses a day that has not come: it would take the calendar there', async () => {
    const report = await rig.run([
      'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2031',
      'C1,I2,1/2/2093,2/1/2093,10.00,',
      'C1,I3,1/2/2013,2/1/2031,10.00,',
    ]);
    expect(report).toMatchObject({ refusedRows: 2, sentRows: 1, to: '2013-01-02' });
    expect(readFileSync(String(report.refusalReport), 'utf8').match(/date_ahead/g)).toHaveLength(2);
  });

  it('sends no row when the door does not take the days of its calendar', async () => {
    const apiKey = keys.erp;
    const rows = ['C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013'];
    await expect(rig.run(rows, { apiKey })).rejects.toThrow(/The door refused .*2013-01-0/);
    const log = await rig.door.topic('ar.events');
    expect(log.filter(({ envelope }) => envelope.tenantId === 'acme')).toEqual([]);
  });

  it('says so when the customers may not move to the calendar that they are to join', async () => {
    const rows = ['C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013'];
    await expect(rig.run(rows, { join: 'new-york' })).rejects.toThrow(/new-york/);
  });
});
