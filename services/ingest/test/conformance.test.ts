import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentModeOf } from '../src/door/media-type.ts';
import { readEvents } from '../src/steps/read-events.ts';
import { closeDoors, keys, openDoor } from './door.ts';

/** The official scenarios lie beside the checkout, and not in it: they are not ours. */
const file = join(
  import.meta.dirname,
  '../../../../shared/data/cloudevents/features/http-protocol-binding.feature',
);

afterEach(closeDoors);

interface Scenario {
  readonly name: string;
  readonly request: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly data: unknown;
}

describe('CloudEvents HTTP binding', () => {
  const isThere = existsSync(file);
  if (!isThere) {
    it('is checked against the official scenarios where they are at hand', () => {
      // biome-ignore lint/suspicious/noConsole: says why nothing was checked
      console.log('skipped: no ../shared/data');
      expect(process.env['CI']).not.toBe('true');
    });
    return;
  }

  it.each(scenariosOf(readFileSync(file, 'utf8')))('$name', async (scenario) => {
    const { headers, body } = requestOf(scenario.request);
    const mode = contentModeOf(headers['content-type']);
    if (mode === undefined) throw new Error(`no mode for ${headers['content-type']}`);
    const read = readEvents(mode, headers, JSON.parse(body));
    const [first] = read.kind === 'events' ? read.events : [];
    if (first?.kind !== 'ok') throw new Error('the event was not read');
    expect(new Map(first.event.attributes)).toEqual(scenario.attributes);
    expect(first.event.data).toEqual(scenario.data);
  });

  it.each(scenariosOf(readFileSync(file, 'utf8')))(
    '$name, over the wire, lacks nothing but a type that we know',
    async (scenario) => {
      const door = await openDoor();
      const { headers, body } = requestOf(scenario.request);
      const ce = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
      const reply = await door.post(body, {
        key: keys.erp,
        type: headers['content-type'] ?? '',
        headers: Object.fromEntries(ce),
      });
      expect(reply.body).toMatchObject({
        type: 'urn:duewatch:problem:unknown-type',
        errors: [{ pointer: '/type' }],
      });
    },
  );
});

/** Reads what these files use of Gherkin: outlines with one column, doc strings and tables. */
function scenariosOf(text: string): Scenario[] {
  return text
    .split('Scenario Outline:')
    .slice(1)
    .flatMap((part) => {
      const [outline = '', examples = ''] = part.split('Examples:');
      const values = rowsOf(examples)
        .slice(1)
        .map(([value = '']) => value);
      return values.map((value) => scenarioOf(outline.replaceAll('<contentType>', value)));
    });
}

function scenarioOf(text: string): Scenario {
  const [request = '', data = ''] = [...text.matchAll(/"""\n(.*?)"""/gs)].map(([, doc]) => doc);
  const table = text.slice(text.indexOf('Then the attributes are:'), text.indexOf('And the data'));
  const attributes = rowsOf(table)
    .slice(1)
    .map(([key = '', value = '']) => [key, value] as const);
  return {
    name: (text.split('\n')[0] ?? '').trim(),
    request,
    attributes: new Map(attributes),
    data: JSON.parse(data) as unknown,
  };
}

function rowsOf(text: string): string[][] {
  const rows = text.split('\n').filter((line) => line.trim().startsWith('|'));
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function requestOf(text: string): { headers: Record<string, string>; body: string } {
  const lines = text.split('\n').map((line) => line.trim());
  const blank = lines.indexOf('');
  const headers = lines.slice(1, blank).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return { headers: Object.fromEntries(headers), body: lines.slice(blank + 1).join('\n') };
}
