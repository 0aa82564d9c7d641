import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topicDefinitions } from '../../packages/contracts/src/topics.ts';
import { access } from '../../tools/run/src/stack/access.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operating.md'), 'utf8');
const [, section = ''] = page.split('### Who may do what\n');
const rows = (section.split('\n## ')[0] ?? '').split('\n').filter((line) => /^\| `/.test(line));

const named = (values: readonly string[]) =>
  values.map((value) => `\`${value}\``).join(', ') || '–';
const topics = (names: readonly string[]) =>
  names.length === topicDefinitions().length ? 'every topic' : named(names);

describe('the table of logins in docs/operating.md', () => {
  it('says what the access list says', () => {
    const expected = Object.entries(access).map(([login, one]) => {
      const group = named(one.group === null ? [] : [one.group]);
      const keys = [named(one.stateKeys), named(one.queueKeys)];
      const cells = [named([login]), topics(one.reads), topics(one.writes), group, ...keys];
      return `| ${cells.join(' | ')} |`;
    });
    expect(rows).toEqual(expected);
  });
});
