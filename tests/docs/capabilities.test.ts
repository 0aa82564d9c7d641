import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, inputTypes, schemaTexts } from '@duewatch/contracts';
import { floorCodes } from '../../packages/risk-core/src/bands/standing.ts';
import { families } from '../../packages/risk-core/src/conditions/catalogue.ts';
import { featureRules } from '../../packages/risk-core/src/features/scorecard.ts';

const root = join(import.meta.dirname, '..', '..');

interface Row {
  readonly number: number;
  readonly events: readonly string[];
  readonly outputs: readonly string[];
  readonly state: string;
  readonly test: string;
}

const rows: readonly Row[] = readFileSync(join(root, 'docs', 'capabilities.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, number = '', , events = '', outputs = '', state = '', test = ''] = cells;
    return { number: Number(number), events: named(events), outputs: named(outputs), state, test };
  });

function named(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

const isThere = ({ state }: Row) => /^(built$|in part: )/.test(state);
const isAbsent = ({ state }: Row) => /^(later|not built): /.test(state);

/** Codes that the model can raise, rows of the scorecard, floors. */
const codes = new Set<string>([
  ...families.flatMap(({ code, levels }) => [code, ...levels.map(({ name }) => name)]),
  ...featureRules.map(({ code }) => code),
  ...floorCodes,
]);

/** Names of fields and symbols in what goes out. */
const told = new Set(
  catalogue
    .filter(({ topic }) => topic.startsWith('risk.'))
    .flatMap(({ recordName }) => [...schemaTexts[recordName].matchAll(/"([A-Za-z_]\w*)"/g)])
    .map(([, name = '']) => name),
);

describe('the table of capabilities', () => {
  it('has the sixty-four rows in order, each built, later, or left out with a reason', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 64 }, (_, n) => n + 1));
    expect(rows.filter((row) => !isThere(row) && !isAbsent(row))).toEqual([]);
  });

  it('names events that the door takes', () => {
    const known = new Set(inputTypes.map(({ ceType }) => ceType as string));
    const unknown = rows.flatMap(({ number, events }) =>
      events.filter((name) => !known.has(`io.duewatch.ar.${name}`)).map((name) => [number, name]),
    );
    expect(unknown).toEqual([]);
  });

  it('names outputs that there are, wherever it says that they are there', () => {
    const unknown = rows
      .filter(isThere)
      .flatMap(({ number, outputs }) =>
        outputs.filter((name) => !codes.has(name) && !told.has(name)).map((name) => [number, name]),
      );
    expect(unknown).toEqual([]);
  });

  it('names a test file for what is there', () => {
    const missing = rows.filter(isThere).filter(({ test }) => {
      return !/\.test\.ts$/.test(test) || !existsSync(join(root, test));
    });
    expect(missing.map(({ number, test }) => [number, test])).toEqual([]);
  });
});
