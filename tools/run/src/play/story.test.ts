import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/places.ts';
import { fileStory, sampleStory } from './story.ts';

const folder = mkdtempSync(join(tmpdir(), 'duewatch-story-'));

function file(...lines: readonly string[]): string {
  const path = join(folder, 'story.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}

describe('a story to play', () => {
  it('is a year in a minute without a file', async () => {
    const story = sampleStory();
    expect(story.days).toBeGreaterThan(250);
    expect(story.paceMs).toBe(60_000);
  });

  it('knows the calendars that a file needs', async () => {
    const event = { id: '1', type: 'io.duewatch.ar.invoice.issued', data: {} };
    const tick = {
      id: '2',
      type: 'io.duewatch.ar.clock.business_day_started',
      data: { calendarId: 'branch' },
    };
    const path = file(
      JSON.stringify({ ...event, calendarid: 'history' }),
      JSON.stringify(tick),
      JSON.stringify({ ...event, calendarid: 'not a name' }),
    );
    const { calendarIds, days, paceMs } = await fileStory(path);
    expect({ calendarIds, days, paceMs }).toEqual({
      calendarIds: ['history', 'branch'],
      days: 1,
      paceMs: 0,
    });
  });

  it('is one of the examples', async () => {
    const story = await fileStory(join(repositoryRoot, 'examples/late-payer.jsonl'));
    expect(story.calendarIds).toEqual(['sample']);
  });

  it('is refused before anything starts when there is no such file', async () => {
    await expect(fileStory(join(folder, 'none.jsonl'))).rejects.toThrow(/There is no file .*none/);
  });

  it('is refused before anything starts when a line is no event, naming the line', async () => {
    const path = file('{"id":"1","type":"x","data":{}}', 'not json');
    await expect(fileStory(path)).rejects.toThrow(/story\.jsonl:2 is not JSON/);
  });
});
