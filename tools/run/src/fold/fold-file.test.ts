import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/places.ts';
import { EventsBehind } from './events-behind.ts';
import { dayOf, foldFile } from './fold-file.ts';
import { printExplanation } from './print-explanation.ts';
import { printBadLines, printJson } from './print-fold.ts';

const story = join(repositoryRoot, 'examples', 'late-payer.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'duewatch-fold-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(lines: readonly string[]): string {
  const file = join(folder, `${lines.length}-${Math.abs(lines.join().length)}.jsonl`);
  writeFileSync(file, lines.join('\n'));
  return file;
}

function invoice(id: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: '/erp',
    type: 'io.duewatch.ar.invoice.issued',
    subject: 'C-1',
    time: '2026-01-05T09:00:00Z',
    data: {
      invoiceId: id,
      issuedOn: '2026-01-05',
      dueOn: '2026-02-04',
      amountMinor: 100_00,
      currency: 'EUR',
      ...more,
    },
  });
}

describe('folding a file', () => {
  it('tells bad lines with their number and how to mend them, and folds the others', async () => {
    const file = fileOf([
      invoice('I-1'),
      'no json',
      '',
      invoice('I-2', { amountMinro: 1 }),
      invoice('I-3'),
    ]);
    const folded = await foldFile({ file });
    const told: string[] = [];
    printBadLines(folded, 'f', (line) => told.push(line));
    expect(folded.badLines.map(({ line }) => line)).toEqual([2, 4]);
    expect(told[0]).toBe(
      'f:2 is no event: The line is not JSON.\n  Put one CloudEvent on each line.',
    );
    expect(told[1]).toContain('Did you mean "amountMinor"?');
    const [customer] = folded.customers();
    expect(customer?.assessment.openMinor).toBe(200_00);
  });

  it('sees nothing of what happened after the day asked for', async () => {
    const whole = await foldFile({ file: story });
    const early = await foldFile({ file: story, asOf: dayOf('2026-02-02') ?? 0 });
    const asOf = [...early.customers()].map(({ assessment }) => assessment.asOf);
    expect(new Set(asOf)).toEqual(new Set([dayOf('2026-02-02')]));
    expect(early.events).toBeLessThan(whole.events);
    expect(() => dayOf('2026-02-30')).toThrow('2026-02-30 is no date');
  });

  it('prints one JSON object with every profile and what it took', async () => {
    const lines: string[] = [];
    printJson(await foldFile({ file: story }), (line) => lines.push(line));
    const { events, profiles, parseSeconds, foldSeconds } = JSON.parse(lines.join('')) as {
      events: number;
      profiles: { customerId: string; score: number }[];
      parseSeconds: number;
      foldSeconds: number;
    };
    expect(events).toBe(87);
    expect(profiles.map(({ customerId }) => customerId)).toEqual([
      'L-100',
      'L-200',
      'L-300',
      'L-400',
      'L-500',
    ]);
    expect(Math.min(parseSeconds, foldSeconds)).toBeGreaterThan(0);
  });
});

describe('an explanation', () => {
  it('adds up to the score, and finds settled invoices and their lines in the file', async () => {
    const behind = new EventsBehind();
    const folded = await foldFile({
      file: story,
      customerId: 'L-200',
      onEvent: (event) => behind.add(event),
    });
    const [customer] = folded.customers();
    const lines: string[] = [];
    if (customer) printExplanation(customer, behind, (line) => lines.push(line));
    const text = lines.join('\n');
    expect(text).toContain(`Score ${customer?.assessment.score} of 1000, band A`);
    expect(text).toMatch(/= +\d+ {2}the score/);
    expect(text).toContain(
      'L-200-B of EUR 4,000.00 due 2026-03-04; paid EUR 4,000.00 on 2026-03-17 (13 days late) ' +
        '[line 46, 67]',
    );
    expect(text).toContain('up to 15 days: 60 points');
    const points = [...text.matchAll(/^ {2}[A-Z]\d +(\d+) of \d+/gm)].map((row) => Number(row[1]));
    expect(points.reduce((sum, each) => sum + each, 0)).toBe(customer?.assessment.score);
  });
});
