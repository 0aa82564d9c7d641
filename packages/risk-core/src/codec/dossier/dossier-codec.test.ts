import { scored } from '../../../test/dossier-events.ts';
import { MONDAY, Shell } from '../../../test/shell.ts';
import { createProfile, decodeProfile, encodeProfile } from '../../index.ts';
import { createDossier } from '../../state/dossier/dossier.ts';
import { StoredFormatError } from '../bytes.ts';

describe('an encoded dossier', () => {
  it('takes one byte while nothing is known', () => {
    const bytes = encodeProfile(createProfile('c'));
    expect(bytes.at(-1)).toBe(0);
    const beforeDossiers = Uint8Array.of(1, ...bytes.slice(1, -1));
    expect(decodeProfile(beforeDossiers)).toEqual(createProfile('c'));
  });

  it('comes back as it was, topic by topic', () => {
    const shell = new Shell();
    shell.tell(MONDAY, scored(70, MONDAY));
    shell.tell(MONDAY, scored(40, MONDAY - 3, { recommendedLimitMinor: 5_000_00 }));
    shell.tell(MONDAY, scored(55, MONDAY, { provider: 'agency', currency: 'USD' }));
    const stored = decodeProfile(encodeProfile(shell.profile));
    expect(stored.dossier).toEqual(shell.profile.dossier);
    expect(stored.dossier.externalScores?.readings).toHaveLength(3);
  });

  it('is empty in a profile that was stored before there were dossiers', () => {
    const shell = new Shell();
    const bytes = encodeProfile(shell.profile);
    const old = decodeProfile(Uint8Array.of(1, ...bytes.slice(1, -1)));
    expect(old.dossier).toEqual(createDossier());
  });

  it('refuses a topic of a later version', () => {
    const shell = new Shell();
    shell.tell(MONDAY, scored(70, MONDAY));
    const length = encodeProfile(createProfile('test')).length;
    const full = shell.profile;
    const bytes = encodeProfile({ ...createProfile('test'), dossier: full.dossier });
    bytes[length] = 99;
    expect(() => decodeProfile(bytes)).toThrow(StoredFormatError);
  });
});
