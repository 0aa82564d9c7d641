import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { epochDayOf } from '@duewatch/contracts';
import { keys } from '../../../services/ingest/test/door.ts';
import { createProgressBar } from '../src/import/progress-bar.ts';
import type { ImportOptions } from '../src/import/run-import.ts';
import { runOpening } from '../src/import/run-opening.ts';
import { createImportRig, type ImportRig, SilentStream } from './import-rig.ts';

const MAP = {
  source: 'balances',
  columns: {
    customerId: 'Customer',
    invoiceId: 'Invoice',
    dueOn: 'Due',
    amount: 'Open',
    issuedOn: 'Issued',
    originalAmount: 'Billed',
  },
  dateFormats: ['YYYY-MM-DD'],
  currency: 'EUR',
  calendar: { id: 'import-balances' },
};
const HEADER = 'Customer,Invoice,Due,Open,Issued,Billed';

describe('importing opening balances', () => {
  let rig: ImportRig;
  beforeEach(async () => {
    rig = await createImportRig();
  });
  afterEach(() => rig.close());

  const run = (rows: readonly string[], asOf: string, options: Partial<ImportOptions> = {}) => {
    const file = join(rig.home, 'balances.csv');
    const mapFile = join(rig.home, 'balances.json');
    writeFileSync(file, [HEADER, ...rows].join('\n'));
    writeFileSync(mapFile, JSON.stringify(MAP));
    return runOpening({
      file,
      mapFile,
      home: rig.home,
      url: rig.door.url,
      apiKey: keys.feeder,
      isDryRun: false,
      notify: false,
      join: undefined,
      asOf: epochDayOf(asOf) ?? 0,
      progress: (total) => createProgressBar('test', total, new SilentStream() as never),
      ...options,
    });
  };
  const told = async (name: string) => {
    const all = await rig.door.topic('ar.events');
    return all.filter(({ body }) => body?.recordName === name);
  };

  it('tells what is open, on the day of the balances, as history', async () => {
    const report = await run(
      ['C1,I1,2026-02-01,80.00,2026-01-02,100.00', 'C2,I2,2026-03-01,50.00,,'],
      '2026-02-27',
    );
    expect(report).toMatchObject({ rows: 2, sentRows: 2, customers: 2, to: '2026-02-27' });
    const [first, second] = await told('LedgerOpening');
    expect(first?.envelope).toMatchObject({ suppressed: true, calendarId: 'import-balances' });
    const amounts = { openMinor: 8_000, originalMinor: 10_000, currency: 'EUR' };
    expect(first?.body?.data).toMatchObject({ invoiceId: 'I1', ...amounts });
    expect(second?.body?.data).toMatchObject({
      openMinor: 5_000,
      originalMinor: 5_000,
      issuedOn: null,
    });
    const ticks = await told('ClockBusinessDayStarted');
    const fed = ticks.filter(({ envelope }) => envelope.calendarId === 'import-balances');
    expect(new Set(fed.map(({ envelope }) => envelope.id))).toEqual(new Set(['day-2026-02-27']));
  });

  it('tells nothing anew the second time, and what a later day corrects', async () => {
    const row = 'C1,I1,2026-02-01,80.00,2026-01-02,100.00';
    await run([row], '2026-02-27');
    const repeated = await run([row], '2026-02-27');
    expect(repeated).toMatchObject({ accepted: 0, rejected: 0 });
    await run(['C1,I1,2026-02-01,75.00,2026-01-02,100.00'], '2026-02-28');
    const versions = (await told('LedgerOpening')).map(({ envelope }) => envelope.sourceVersion);
    expect(versions).toEqual([epochDayOf('2026-02-27'), epochDayOf('2026-02-28')]);
  });

  it('tells an open credit as a credit note, and lets the customers live on', async () => {
    await run(['C1,CN1,2026-02-01,-30.00,,'], '2026-02-27', { join: 'paris' });
    const [credit] = await told('CreditNoteIssued');
    expect(credit?.body?.data).toMatchObject({ creditNoteId: 'CN1', amountMinor: 3_000 });
    expect(await told('ClockCalendarJoined')).not.toEqual([]);
  });

  it('sets rows aside that it cannot take', async () => {
    const report = await run(['C1,I1,someday,80.00,,', 'C1,I2,2026-02-01,0,,'], '2026-02-27');
    expect(report).toMatchObject({ rows: 2, refusedRows: 2, sentRows: 0 });
    expect(await told('LedgerOpening')).toEqual([]);
  });
});
