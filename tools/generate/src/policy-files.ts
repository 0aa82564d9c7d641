import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldRow, policyFields, writeDocument } from '@duewatch/policy';
import { defaultPolicy, type PolicyJson } from '@duewatch/risk-core';

const PAGE = 'docs/policy.md';
const DOCUMENT = 'examples/policies/default.json';
const BEGIN = '<!-- fields: written by `npm run generate` -->';
const END = '<!-- end of fields -->';

/** The default policy as a document, and the table of its fields within their page. */
export function policyFiles(root: string): readonly (readonly [path: string, text: string])[] {
  return [
    [DOCUMENT, writeDocument(defaultPolicy as unknown as PolicyJson)],
    [PAGE, pageWith(readFileSync(join(root, PAGE), 'utf8'), policyFields())],
  ];
}

function pageWith(page: string, rows: readonly FieldRow[]): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) {
    throw new TypeError(`${PAGE} has lost its marks ${BEGIN} and ${END}`);
  }
  return `${before}${BEGIN}\n\n${tables(rows)}\n${END}${after}`;
}

/** One table per group of fields; `id`, `version` and the like stand first, without a heading. */
function tables(rows: readonly FieldRow[]): string {
  const groups = new Map<string, FieldRow[]>();
  for (const row of rows) {
    const group = row.path.includes('.') ? row.path.slice(0, row.path.indexOf('.')) : '';
    const found = groups.get(group) ?? [];
    groups.set(group, found);
    found.push(row);
  }
  const sorted = [...groups].sort(([a], [b]) => Number(a !== '') - Number(b !== ''));
  return sorted.map(([group, fields]) => `${headingOf(group)}${table(fields)}`).join('\n');
}

function headingOf(group: string): string {
  return group === '' ? '' : `### ${group}\n\n`;
}

function table(rows: readonly FieldRow[]): string {
  const lines = rows.map(
    ({ path, allowed, usual, why }) => `| \`${path}\` | ${allowed} | ${usual} | ${why} |\n`,
  );
  return `| field | allowed | default | why |\n|---|---|---|---|\n${lines.join('')}`;
}
