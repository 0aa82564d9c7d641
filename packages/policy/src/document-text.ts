import type { PolicyJson } from '@duewatch/risk-core';

/** A document as people like to read and compare it: a line per field, per step, per short list. */
export function writeDocument(document: PolicyJson): string {
  return `${textOf(document, '')}\n`;
}

const LINE_MAX = 80;

function textOf(value: PolicyJson, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const flat = onOneLine(value);
    if (isFlat(value) && flat.length <= LINE_MAX) return flat;
    const lines = value.map((one) => `${inner}${textOf(one, inner)}`);
    return `[\n${lines.join(',\n')}\n${indent}]`;
  }
  if (isStep(value)) return onOneLine(value);
  const lines = Object.entries(value).map(
    ([name, field]) => `${inner}${JSON.stringify(name)}: ${textOf(field, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function onOneLine(value: PolicyJson): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const fields = Object.entries(value).map(([name, one]) => `"${name}": ${onOneLine(one)}`);
  return `{ ${fields.join(', ')} }`;
}

function isList(value: PolicyJson): value is readonly PolicyJson[] {
  return Array.isArray(value);
}

function isFlat(values: readonly PolicyJson[]): boolean {
  return values.every((one) => typeof one !== 'object' || one === null);
}

/** Rows of a table: short, and compared with those above and below. */
function isStep(value: { readonly [name: string]: PolicyJson }): boolean {
  const fields = Object.values(value);
  return isFlat(fields) && onOneLine(value).length <= LINE_MAX && 'limit' in value;
}
