import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '../../packages/config/src/settings-shape.ts';
import { stackSettings } from '../../packages/config/src/stack-settings.ts';
import { alertingSettings } from '../../services/alerting/src/config.ts';
import { ingestSettings } from '../../services/ingest/src/config.ts';
import { notifierSettings } from '../../services/notifier/src/config.ts';
import { scoringSettings } from '../../services/scoring/src/config.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operating.md'), 'utf8');

const sections = {
  stack: stackSettings,
  ingest: ingestSettings,
  scoring: scoringSettings,
  alerting: alertingSettings,
  notifier: notifierSettings,
} as const;

type Section = keyof typeof sections;

/** What the code says: setting → its default as JSON, `needed` without one. */
function settingsOf(section: Section): Record<string, string> {
  const entries = fieldsOf(sections[section]).map(({ path, schema }) => {
    const absent = schema.safeParse(undefined);
    return [path.join('.'), absent.success ? JSON.stringify(absent.data) : 'needed'];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** What the page says: the rows of the table under the section's heading. */
function documentedOf(section: Section): Record<string, string> {
  const [, rest = ''] = page.split(`### \`${section}\`\n`);
  const [table = ''] = rest.split(/\n##/);
  const rows = [...table.matchAll(/^\| `([\w.]+)` \| ([^|]+) \|/gm)];
  return Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value.trim()]));
}

describe('the settings in docs/operating.md', () => {
  it.each(Object.keys(sections) as Section[])('are those of %s, with their defaults', (section) => {
    expect(documentedOf(section)).toEqual(settingsOf(section));
  });
});
