import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChaosReport, runChaos } from '@duewatch/chaos';

const faults = [
  'kill-scoring',
  'kill-ingest',
  'kill-notifier',
  'kill-alerting',
  'kill-scoring',
] as const;

describe('a system of which five processes are killed while events pass', () => {
  const base = mkdtempSync(join(tmpdir(), 'duewatch-chaos-'));
  const lines: string[] = [];
  let report: ChaosReport;

  beforeAll(async () => {
    report = await runChaos({
      ...{ base, seed: 1, events: 2_000, eventsPerSecond: 50, faults, seconds: 300 },
      log: (line) => lines.push(line),
    });
  }, 400_000);
  afterAll(() => {
    rmSync(base, { recursive: true, force: true, maxRetries: 5 });
  });

  it('loses nothing, comes to what a calm fold comes to, and tells nobody twice', () => {
    const wrong = lines.filter((line) => line.includes('wrong'));
    expect(wrong).toEqual([]);
    expect(report).toMatchObject({
      ...{ kills: 5, lost: 0, diverged: 0, duplicateAlerts: 0, unexplainedRepeats: 0 },
    });
    expect(report.events).toBeGreaterThanOrEqual(2_000);
  });

  it('goes on within seconds on every partition that a killed process owned', () => {
    expect(report.recoverySecondsP95).toBeGreaterThan(0);
    expect(report.recoverySecondsP95).toBeLessThan(15);
  });
});
