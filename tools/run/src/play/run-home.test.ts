import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunHome } from './run-home.ts';

const nowMs = 1_770_000_000_000;

describe('the folder of a run', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'duewatch-run-home-'));
  });

  /** Makes it look as if the process that owned the folder had been killed. */
  const orphan = (path: string, keep = false): void => {
    const owner = { pid: 2 ** 22 + 1, startedAt: '1' };
    writeFileSync(join(path, 'run.json'), JSON.stringify({ owner, keep }));
  };

  it('is its own, also when two begin in the same second', () => {
    const first = createRunHome(base, { nowMs, keep: false });
    const second = createRunHome(base, { nowMs, keep: false });
    expect(first.path).not.toBe(second.path);
    expect(readdirSync(base)).toHaveLength(2);
  });

  it('is gone once it was removed', () => {
    const home = createRunHome(base, { nowMs, keep: false });
    home.remove();
    expect(readdirSync(base)).toEqual([]);
  });

  it('is cleared away by the next run when its owner was killed', () => {
    const killed = createRunHome(base, { nowMs, keep: false });
    orphan(killed.path);
    const next = createRunHome(base, { nowMs, keep: false });
    expect(readdirSync(base).map((name) => join(base, name))).toEqual([next.path]);
  });

  it('stays when it is to be kept', () => {
    const kept = createRunHome(base, { nowMs, keep: true });
    orphan(kept.path, true);
    createRunHome(base, { nowMs, keep: false });
    expect(existsSync(kept.path)).toBe(true);
  });

  it('never touches what else lies beside it', () => {
    writeFileSync(join(base, 'run-of-mine.txt'), 'mine');
    createRunHome(base, { nowMs, keep: false });
    expect(existsSync(join(base, 'run-of-mine.txt'))).toBe(true);
  });
});
