import type { LimitVersion } from '../state/dossier/credit-limits.ts';
import { fillTopic } from '../state/dossier/dossier.ts';
import {
  type Book,
  type Cover,
  createProfile,
  type Flag,
  type FlagCode,
  type Limit,
  masterFields,
  type Profile,
  type Standing,
} from '../state/profile.ts';
import { createSums, type Sums } from '../state/sums.ts';
import type { MasterData } from '../types/events/index.ts';
import { readAwaited, writeAwaited } from './awaited-codec.ts';
import { ByteReader, ByteWriter, StoredFormatError } from './bytes.ts';
import { readCondition, writeCondition } from './condition-codec.ts';
import {
  readItemEntry,
  readStubEntries,
  writeItemEntry,
  writeStubEntry,
} from './directory-codec.ts';
import { readDossier, writeDossier } from './dossier/dossier-codec.ts';
import { readStats, writeStats } from './stats-codec.ts';

/** Written first. A reader knows every version ever written, and upgrades while reading. */
const PROFILE_VERSION = 4;
/** The first version with a dossier. */
const DOSSIER_VERSION = 2;
/** The first version that names the model; a profile without is judged anew. */
const MODEL_NAMED_VERSION = 3;

/** The first version that knows what is awaited, and habits. */
const AWAITED_VERSION = 4;

/** Codes are positions in this list: append only. */
const flagCodes: readonly FlagCode[] = [
  'failing',
  'uncollected',
  'returned',
  'promised',
  'broken',
  'contested',
  'planned',
  'breached',
  'ordered',
];

type ScalarSum = Exclude<keyof Sums, 'openByClass' | 'cleanByClass'>;

/** Append only, like the codes. */
const scalarSums: readonly ScalarSum[] = [
  'dueAge',
  'disputed',
  'paid30',
  'late30',
  'paid90',
  'late90',
  'signed90',
  'paid365',
  'late365',
  'settled180',
  'settledLate180',
  'billed180',
  'disputeLost180',
  'promised180',
  'broken180',
  'failed90',
  'failedWeight90',
  'writtenOff365',
  'unrated',
  'orphans',
  'closedFunds',
  'ghostFunds',
  'orphanBills',
  'closedOrders',
  'idleFunds',
  'billed90',
  'disputed90',
  'offers90',
  'offered90',
  'taken90',
  'offered365',
  'taken365',
];

/** A profile as bytes. Its pages are encoded apart. */
export function encodeProfile(profile: Profile): Uint8Array {
  const writer = new ByteWriter();
  writer.whole(PROFILE_VERSION);
  writer.signed(profile.today);
  writer.text(profile.calendarId);
  writeList(writer, profile.shell, (value) => writer.signed(value));
  writer.signed(profile.nextOn);
  writer.text(profile.policyVersion);
  writeMaster(writer, profile);
  writer.signed(profile.firstSeenOn);
  writer.signed(profile.lastPaidOn);
  writeList(writer, profile.books, (book) => writeBook(writer, book));
  writeLimit(writer, profile.limit);
  writeLimit(writer, profile.insured);
  writeSums(writer, profile.sums);
  writeCover(writer, profile.cover);
  writeStats(writer, profile.stats);
  writer.whole(profile.irregularityMilli);
  writeList(writer, profile.flags, (flag) => writeFlag(writer, flag));
  writeList(writer, profile.generalPromises, (key) => writer.key(key));
  writeList(writer, profile.peaks, (value) => writer.whole(value));
  writeStanding(writer, profile.closed);
  writeStanding(writer, profile.now);
  writer.whole(profile.score);
  writeList(writer, profile.conditions, (entry) => writeCondition(writer, entry));
  writeList(writer, profile.itemPages, (entry) => writeItemEntry(writer, entry));
  writeList(writer, profile.stubPages, (entry) => writeStubEntry(writer, entry));
  writer.flag(profile.isIndexed);
  writer.whole(profile.nextPageNo);
  writeAwaited(writer, profile.awaited);
  writeDossier(writer, profile.dossier);
  writer.text(profile.modelVersion);
  return writer.finish();
}

/** The profile that was encoded. */
export function decodeProfile(bytes: Uint8Array): Profile {
  const reader = new ByteReader(bytes);
  const version = reader.whole();
  if (version < 1 || version > PROFILE_VERSION) {
    throw new StoredFormatError(`no profile has version ${version}`);
  }
  const today = reader.signed();
  const blank = createProfile(reader.text());
  const hasAwaited = version >= AWAITED_VERSION;
  return withLimits({
    ...blank,
    today,
    shell: reader.list(() => reader.signed()),
    nextOn: reader.signed(),
    policyVersion: reader.text(),
    ...readMaster(reader),
    firstSeenOn: reader.signed(),
    lastPaidOn: reader.signed(),
    books: reader.list(() => readBook(reader)),
    limit: readLimit(reader),
    insured: readLimit(reader),
    ...readSums(reader),
    cover: readCover(reader),
    stats: readStats(reader, hasAwaited),
    irregularityMilli: reader.whole(),
    flags: reader.list(() => readFlag(reader)),
    generalPromises: reader.list(() => reader.key()),
    peaks: reader.list(() => reader.whole()),
    closed: readStanding(reader),
    now: readStanding(reader),
    score: reader.whole(),
    conditions: reader.list(() => readCondition(reader)),
    itemPages: reader.list(() => readItemEntry(reader)),
    stubPages: readStubEntries(reader),
    isIndexed: reader.flag(),
    nextPageNo: reader.whole(),
    awaited: hasAwaited ? readAwaited(reader) : blank.awaited,
    dossier: version < DOSSIER_VERSION ? blank.dossier : readDossier(reader),
    modelVersion: version < MODEL_NAMED_VERSION ? blank.modelVersion : reader.text(),
  });
}

/** Limits were one of each kind before they were a topic of the dossier. */
function withLimits(profile: Profile): Profile {
  const { dossier, limit, insured } = profile;
  if (dossier.creditLimits !== null) return profile;
  const versions: LimitVersion[] = [];
  const add = (kind: 'insured' | 'own', { amountMinor, currency, validTo, stamp }: Limit) => {
    if (stamp >= 0) versions.push({ kind, amountMinor, currency, validTo, stamp, from: 0 });
  };
  if (dossier.insurance === null) add('insured', insured);
  add('own', limit);
  if (versions.length > 0) fillTopic(dossier, 'creditLimits', { versions, request: null });
  return profile;
}

function writeList<T>(writer: ByteWriter, values: readonly T[], write: (value: T) => void): void {
  writer.whole(values.length);
  for (const value of values) write(value);
}

/** A bit per known field, then value and stamp of each. Days are texts in decimal: one case. */
function writeMaster(writer: ByteWriter, { master, masterStamps }: Profile): void {
  let known = 0;
  masterFields.forEach((field, index) => {
    if (master[field] !== null) known += 2 ** index;
  });
  writer.whole(known);
  masterFields.forEach((field, index) => {
    const value = master[field];
    if (value === null) return;
    if (typeof value === 'number') writer.signed(value);
    else writer.text(value);
    writer.signed(masterStamps[index] ?? -1);
  });
}

function readMaster(reader: ByteReader): Pick<Profile, 'master' | 'masterStamps'> {
  const blank = createProfile('');
  const values: Record<string, string | number> = {};
  const known = reader.whole();
  masterFields.forEach((field, index) => {
    if ((known >> index) % 2 === 0) return;
    values[field] = field === 'onboardedOn' ? reader.signed() : reader.text();
    blank.masterStamps[index] = reader.signed();
  });
  const master = { ...blank.master, ...(values as Partial<MasterData>) };
  return { master, masterStamps: blank.masterStamps };
}

function writeBook(writer: ByteWriter, book: Book): void {
  writer.text(book.currency);
  writer.signed(book.openMinor);
  writer.signed(book.cashMinor);
  writer.signed(book.creditMinor);
  writer.whole(book.undeliveredMinor);
  writer.whole(book.unbilledMinor);
}

function readBook(reader: ByteReader): Book {
  return {
    currency: reader.text(),
    openMinor: reader.signed(),
    cashMinor: reader.signed(),
    creditMinor: reader.signed(),
    undeliveredMinor: reader.whole(),
    unbilledMinor: reader.whole(),
  };
}

function writeLimit(writer: ByteWriter, limit: Limit): void {
  writer.signed(limit.stamp);
  if (limit.stamp < 0) return;
  writer.signed(limit.amountMinor);
  writer.text(limit.currency);
  writer.signed(limit.validTo);
}

function readLimit(reader: ByteReader): Limit {
  const stamp = reader.signed();
  if (stamp < 0) return { amountMinor: -1, currency: '', validTo: -1, stamp };
  return {
    amountMinor: reader.signed(),
    currency: reader.text(),
    validTo: reader.signed(),
    stamp,
  };
}

function writeSums(writer: ByteWriter, sums: Sums): void {
  writeList(writer, sums.openByClass, (value) => writer.signed(value));
  for (const value of sums.cleanByClass) writer.signed(value);
  writer.whole(scalarSums.length);
  for (const name of scalarSums) writer.signed(sums[name]);
}

/**
 * Sums that the writer did not know yet are made like all others under a new policy: from the
 * records, at the next step. A profile without the policy's name asks for that.
 */
function readSums(reader: ByteReader): Pick<Profile, 'sums'> & { policyVersion?: string } {
  const openByClass = reader.list(() => reader.signed());
  const cleanByClass = openByClass.map(() => reader.signed());
  const sums = { ...createSums(0), openByClass, cleanByClass };
  const count = reader.whole();
  for (const name of scalarSums.slice(0, count)) sums[name] = reader.signed();
  return count < scalarSums.length ? { sums, policyVersion: '' } : { sums };
}

function writeCover(writer: ByteWriter, cover: Cover): void {
  writer.signed(cover.oldestOn);
  writer.whole(cover.age);
  writeList(writer, cover.byClass, (value) => writer.whole(value));
}

function readCover(reader: ByteReader): Cover {
  const oldestOn = reader.signed();
  const age = reader.whole();
  return { byClass: reader.list(() => reader.whole()), age, oldestOn };
}

function writeFlag(writer: ByteWriter, flag: Flag): void {
  writer.whole(flagCodes.indexOf(flag.code));
  writer.key(flag.key);
  writer.text(flag.id);
  writer.signed(flag.on);
  writer.whole(flag.level);
}

function readFlag(reader: ByteReader): Flag {
  return {
    code: flagCodes[reader.whole()] ?? 'failing',
    key: reader.key(),
    id: reader.text(),
    on: reader.signed(),
    level: reader.whole(),
  };
}

function writeStanding(writer: ByteWriter, standing: Standing): void {
  writer.whole(standing.held * 5 + standing.shown);
  writer.signed(standing.worsenedOn);
  writer.signed(standing.betterSince);
  writer.whole(standing.material);
  writer.signed(standing.defaultedOn);
  writer.signed(standing.curingSince);
}

function readStanding(reader: ByteReader): Standing {
  const bands = reader.whole();
  return {
    held: Math.floor(bands / 5),
    shown: bands % 5,
    worsenedOn: reader.signed(),
    betterSince: reader.signed(),
    material: reader.whole(),
    defaultedOn: reader.signed(),
    curingSince: reader.signed(),
  };
}
