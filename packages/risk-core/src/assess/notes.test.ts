import { filed, registered, traded } from '../../test/dossier-events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

describe('notes', () => {
  it('tell how others are paid, and never enter the score', () => {
    const shell = new Shell();
    shell.advance(MONDAY);
    const { score } = shell.assess();
    shell.tell(MONDAY, traded(MONDAY - 9, { lines: 31 }));
    shell.tell(MONDAY, traded(MONDAY - 10, { dbtMilliDays: 99_000 }));
    expect(shell.assess()).toMatchObject({
      score,
      conditions: [],
      notes: [
        {
          code: 'TRADE_EXPERIENCE',
          ref: 'bureau',
          value: 7_000,
          unit: 'milli_days',
          asOf: MONDAY - 9,
          sampleSize: 31,
        },
      ],
    });
  });

  it('work days beyond terms out of balances, as the published example does', () => {
    const shell = new Shell();
    const bucket = (fromDays: number, toDays: number | null, thousands: number) => {
      return { fromDays, toDays, balanceMinor: thousands * 1_000_00 };
    };
    const buckets = [
      bucket(0, 0, 50),
      bucket(1, 30, 20),
      bucket(31, 60, 15),
      bucket(61, 90, 10),
      bucket(91, null, 5),
    ];
    shell.tell(MONDAY, traded(MONDAY, { dbtMilliDays: null, buckets }));
    expect(shell.assess().notes[0]?.value).toBe(22_500);
  });

  it('name charges and the liquidity of the last accounts, the newest ten', () => {
    const shell = new Shell();
    const kind = 'charge.registered';
    for (let no = 0; no < 12; no += 1) {
      shell.tell(MONDAY, registered(`CH-${no}`, MONDAY - no, { kind, amountMinor: null }));
    }
    shell.tell(MONDAY, filed(MONDAY - 5));
    const { notes } = shell.assess();
    expect(notes).toHaveLength(10);
    expect(notes.map(({ code }) => code)).toContain('CURRENT_RATIO');
    expect(notes.find(({ code }) => code === 'CURRENT_RATIO')).toMatchObject({
      ref: '2024-10-02',
      value: 3_000,
      unit: 'milli',
      text: 'audited',
    });
  });
});
