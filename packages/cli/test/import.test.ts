import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isoDateOf } from '@duewatch/contracts';
import { partitionOf } from '@duewatch/event-bus';
import { createImportRig, type ImportRig, MAP } from './import-rig.ts';

describe('importing a ledger', () => {
  let rig: ImportRig;
  const run: ImportRig['run'] = (...args) => rig.run(...args);
  beforeEach(async () => {
    rig = await createImportRig();
  });
  afterEach(() => rig.close());

  /** What reached the log of C1's partition, in its order, in short words. */
  async function told(): Promise<string[]> {
    const records = await rig.door.topic('ar.events');
    const partition = partitionOf('acme|C1', 3);
    const words: string[] = [];
    for (const { record, envelope, body } of records) {
      if (body === null || record.partition !== partition) continue;
      if (envelope.calendarId !== 'import-books') continue;
      if (body.recordName === 'ClockBusinessDayStarted')
        words.push(`day ${isoDateOf(body.data.date)}`);
      else if (body.recordName === 'InvoiceIssued') words.push(`issued ${body.data.invoiceId}`);
      else if (body.recordName === 'PaymentApplied') words.push(`paid ${body.data.invoiceId}`);
    }
    return words;
  }

  it('tells invoices and payments in the order of business, with the days between', async () => {
    const report = await run([
      'C1,I2,1/3/2013,2/1/2013,20.00,1/4/2013',
      'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013',
    ]);
    expect(report).toMatchObject({ rows: 2, refusedRows: 0, sentRows: 2, customers: 1 });
    expect(await told()).toEqual([
      'day 2013-01-02',
      'issued I1',
      'day 2013-01-03',
      'issued I2',
      'paid I1',
      'day 2013-01-04',
      'paid I2',
    ]);
  });

  it('marks history as suppressed, and as news when asked to', async () => {
    await run(['C1,I1,1/2/2013,2/1/2013,10.00,']);
    await run(['C1,I1,1/2/2013,2/1/2013,10.00,', 'C1,I2,1/5/2013,2/1/2013,5.00,'], {
      notify: true,
    });
    const issued = (await rig.door.topic('ar.events')).filter(
      ({ body }) => body?.recordName === 'InvoiceIssued',
    );
    expect(issued.map(({ envelope }) => envelope.suppressed)).toEqual([true, false]);
  });

  it('sends nothing the second time', async () => {
    const rows = ['C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013'];
    await run(rows);
    const before = await told();
    const second = await run(rows);
    expect(second).toMatchObject({ unchangedRows: 1, sentRows: 0, events: 0, accepted: 0 });
    expect(await told()).toEqual(before);
  });

  it('sends only what changed: the payment of an invoice that was open', async () => {
    await run(['C1,I1,1/2/2013,2/1/2013,10.00,', 'C2,I2,1/2/2013,2/1/2013,10.00,']);
    const second = await run([
      'C1,I1,1/2/2013,2/1/2013,10.00,1/4/2013',
      'C2,I2,1/2/2013,2/1/2013,10.00,',
    ]);
    expect(second).toMatchObject({ unchangedRows: 1, sentRows: 1 });
    expect((await told()).slice(-2)).toEqual(['day 2013-01-04', 'paid I1']);
  });

  it('refuses bad rows one by one with line, reason and mend, and takes the rest', async () => {
    const report = await run([
      'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013',
      'C1,I2,1/2/0201,2/1/2013,10.00,',
      'C1,I3,1/2/2013,2/1/2013,ten,',
      'C1,,1/2/2013,2/1/2013,10.00,',
      'C1,I1,1/2/2013,2/1/2013,10.00,1/3/2013',
      'C1,I1,1/2/2013,2/1/2013,99.00,1/3/2013',
      'C2,I4,1/2/2013,2/1/2013,0.00,',
      'C2,I5,1/2/2013,2/1/2013,7.00,0000-00-00',
    ]);
    expect(report).toMatchObject({ rows: 8, refusedRows: 5, repeatedRows: 1, sentRows: 2 });
    const lines = readFileSync(String(report.refusalReport), 'utf8').trim().split('\r\n');
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      '3 bad_date',
      '4 bad_amount',
      '5 missing_value',
      '7 conflicting_invoice',
      '8 zero_amount',
    ]);
    for (const line of lines.slice(1)) expect(line.split(',').at(-1)).not.toBe('');
  });

  it('knows an invoice before the payment that came before it was entered', async () => {
    await run(['C1,I1,1/5/2013,2/1/2013,10.00,1/3/2013']);
    expect(await told()).toEqual(['day 2013-01-03', 'issued I1', 'paid I1']);
  });

  it('checks everything and sends nothing in a dry run', async () => {
    const report = await run(['C1,I1,1/2/2013,2/1/2013,10.00,'], { isDryRun: true });
    expect(report).toMatchObject({ rows: 1, sentRows: 0, events: 3 });
    expect(await told()).toEqual([]);
  });

  it('lets the imported customers live on in the live calendar', async () => {
    await run(['C1,I1,1/2/2013,2/1/2013,10.00,'], { join: 'paris' });
    const joins = (await rig.door.topic('ar.events')).filter(
      ({ body }) => body?.recordName === 'ClockCalendarJoined',
    );
    expect(joins.length).toBeGreaterThan(0);
    expect(joins[0]?.body?.data).toMatchObject({ from: 'import-books', to: 'paris' });
  });

  it('names the field of a map that cannot be used', async () => {
    const mapFile = join(rig.home, 'broken.json');
    writeFileSync(mapFile, JSON.stringify({ ...MAP, dateFormats: [] }));
    await expect(run(['C1,I1,1/2/2013,2/1/2013,10.00,'], { mapFile })).rejects.toThrow(
      /dateFormats/,
    );
  });
});
