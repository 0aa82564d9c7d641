import { noticed } from '../../test/dossier-events.ts';
import { issued } from '../../test/events.ts';
import { MONDAY, Shell } from '../../test/shell.ts';

describe('the treatment after an insolvency notice', () => {
  it('is a matter for lawyers from the petition on, whatever else pauses dunning', () => {
    const shell = new Shell();
    shell.tell(MONDAY, issued('I1', MONDAY - 40, MONDAY - 20, 1_000_00));
    expect(shell.assess().treatment).not.toBe('hold_legal');
    shell.tell(MONDAY, noticed('N', 'petition', MONDAY));
    expect(shell.assess()).toMatchObject({
      bands: { shown: 'D' },
      treatment: 'hold_legal',
      pauses: [{ kind: 'legal', ref: 'N', until: null }],
    });
    shell.tell(MONDAY, {
      kind: 'promise.made',
      promiseId: 'P',
      invoiceIds: ['I1'],
      amountMinor: 1_000_00,
      currency: 'EUR',
      madeOn: MONDAY,
      promisedFor: MONDAY + 5,
      level: 1,
    });
    expect(shell.assess().treatment).toBe('hold_legal');
  });

  it('is as before when the notice is withdrawn', () => {
    const shell = new Shell();
    shell.tell(MONDAY, noticed('N', 'petition', MONDAY));
    shell.tell(MONDAY, noticed('N', 'petition', MONDAY, true));
    expect(shell.assess()).toMatchObject({ treatment: 'standard', pauses: [] });
  });
});
