import type { ItemPage, StubPage, WherePage } from '../state/pages.ts';
import type { Page } from '../types/pages.ts';
import { ByteReader, ByteWriter, StoredFormatError } from './bytes.ts';
import type { PageContext } from './fields.ts';
import { readRecord, writeRecord } from './record-codec.ts';
import { readStats, writeStats } from './stats-codec.ts';

/** Written first. A reader knows every version ever written, and upgrades while reading. */
const PAGE_VERSION = 2;
/** The first version whose statistics hold habits. */
const HABIT_VERSION = 2;

const pageTypes = ['items', 'stubs', 'where'] as const;

/** A page as bytes. */
export function encodePage(page: Page): Uint8Array {
  const writer = new ByteWriter();
  writer.whole(PAGE_VERSION);
  writer.whole(pageTypes.indexOf(page.type));
  if (page.type === 'where') {
    writer.whole((page as WherePage).pageNo);
    return writer.finish();
  }
  const { no, records } = page as ItemPage | StubPage;
  const context = contextOf(page as ItemPage | StubPage);
  writer.whole(no);
  writer.whole(context.firstOn);
  writer.whole(context.currencies.length);
  for (const currency of context.currencies) writer.text(currency);
  if (page.type === 'stubs') writeStats(writer, (page as StubPage).before);
  writer.whole(records.length);
  for (const record of records) writeRecord(writer, record, context);
  return writer.finish();
}

/** The page that was encoded. */
export function decodePage(bytes: Uint8Array): Page {
  const reader = new ByteReader(bytes);
  const version = reader.whole();
  if (version < 1 || version > PAGE_VERSION)
    throw new StoredFormatError(`no page has version ${version}`);
  const type = pageTypes[reader.whole()];
  if (type === undefined) throw new StoredFormatError('a stored page is of no known type');
  if (type === 'where') return { type, pageNo: reader.whole() } as WherePage;
  const no = reader.whole();
  const firstOn = reader.whole();
  const currencies = reader.list(() => reader.text());
  const context = { firstOn, currencies };
  if (type === 'stubs') {
    const before = readStats(reader, version >= HABIT_VERSION);
    const records = reader.list(() => readRecord(reader, context, true));
    return { type, no, isFresh: true, before, eve: null, records } as StubPage;
  }
  const records = reader.list(() => readRecord(reader, context, false));
  return { type, no, isFresh: true, records } as ItemPage;
}

function contextOf({ records }: ItemPage | StubPage): PageContext {
  const currencies: string[] = [];
  for (const { currency } of records) {
    if (!currencies.includes(currency)) currencies.push(currency);
  }
  // Nothing is filed before 1970; a page of mere mentions starts far out and costs a few bytes.
  return { firstOn: Math.max(0, records[0]?.sortOn ?? 0), currencies };
}
