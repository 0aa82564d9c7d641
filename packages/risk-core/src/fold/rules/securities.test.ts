import { issued, limitOf } from '../../../test/events.ts';
import { secured } from '../../../test/relation-events.ts';
import { MONDAY, Shell } from '../../../test/shell.ts';

function owing(amountMinor = 1_000_00): Shell {
  const shell = new Shell();
  shell.tell(MONDAY, limitOf(1_000_00, MONDAY));
  shell.tell(MONDAY, issued('I1', MONDAY, MONDAY + 300, amountMinor));
  return shell;
}

const stage = (shell: Shell) =>
  shell.assess().exposure.find((sum) => sum.stage === 'securities')?.baseMinor;

describe('a security', () => {
  it('lowers exposure and utilisation by its amount, as a stage of its own', () => {
    const shell = owing();
    shell.tell(MONDAY, secured('S1', 300_00, MONDAY));
    expect(shell.assess()).toMatchObject({ exposureMinor: 700_00, utilisationPpm: 700_000 });
    expect(stage(shell)).toBe(-300_00);
  });

  it('in another currency is worth what its rate says', () => {
    const shell = owing();
    shell.tell(MONDAY, { ...secured('S1', 100_00, MONDAY), currency: 'USD' });
    expect(shell.assess().exposureMinor).toBe(910_00);
  });

  it('counts from its first day through its last, without another event', () => {
    const shell = owing();
    shell.tell(MONDAY, secured('S1', 300_00, MONDAY + 5, MONDAY + 9));
    const seen = [4, 5, 9, 10].map((days) => {
      shell.advance(MONDAY + days);
      return shell.assess().exposureMinor;
    });
    expect(seen).toEqual([1_000_00, 700_00, 700_00, 1_000_00]);
  });

  it('ends on the day that is told, and comes back with a later receipt', () => {
    const shell = owing();
    shell.tell(MONDAY, secured('S1', 300_00, MONDAY));
    shell.tell(MONDAY + 1, { kind: 'security.expired', securityId: 'S1', effectiveOn: MONDAY + 3 });
    shell.advance(MONDAY + 2);
    expect(stage(shell)).toBe(-300_00);
    shell.advance(MONDAY + 3);
    expect(stage(shell)).toBe(0);
    shell.tell(MONDAY + 4, secured('S1', 200_00, MONDAY + 4));
    expect(stage(shell)).toBe(-200_00);
  });

  it('told twice counts once, and by its latest version', () => {
    const shell = owing();
    shell.tell(MONDAY, { ...secured('S1', 300_00, MONDAY), sourceVersion: 2 });
    const again = shell.tell(MONDAY, { ...secured('S1', 300_00, MONDAY), sourceVersion: 2 });
    const older = shell.tell(MONDAY, { ...secured('S1', 900_00, MONDAY), sourceVersion: 1 });
    expect([again, older]).toMatchObject([{ reason: 'duplicate' }, { reason: 'older_version' }]);
    expect(stage(shell)).toBe(-300_00);
  });

  it('is refused when a source loses count of them', () => {
    const shell = owing();
    for (let no = 0; no < 64; no += 1) shell.tell(MONDAY, secured(`S${no}`, 1_00, MONDAY));
    expect(shell.tell(MONDAY, secured('ONE-MORE', 1_00, MONDAY))).toMatchObject({
      reason: 'too_many_open',
    });
  });

  it('is forgotten a horizon after its end', () => {
    const shell = owing();
    shell.tell(MONDAY, secured('S1', 300_00, MONDAY, MONDAY + 9));
    shell.advance(MONDAY + 409);
    expect(shell.profile.dossier.securities?.list).toHaveLength(1);
    shell.advance(MONDAY + 410);
    expect(shell.profile.dossier.securities).toBeNull();
  });
});
