import type {
  CreditLimits,
  LimitRequest,
  LimitVersion,
} from '../../state/dossier/credit-limits.ts';
import type { LimitKind } from '../../types/events/index.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import { readStamp, writeStamp } from '../fields.ts';
import type { TopicCodec } from './topic-codec.ts';

/** Append only. */
const kinds: readonly LimitKind[] = ['own', 'insured', 'temporary', 'other'];

export const creditLimitsCodec: TopicCodec<CreditLimits> = {
  version: 1,
  write(writer, { versions, request }) {
    writer.whole(versions.length);
    for (const version of versions) writeVersion(writer, version);
    writer.flag(request !== null);
    if (request) writeRequest(writer, request);
  },
  read: (reader) => ({
    versions: reader.list(() => readVersion(reader)),
    request: reader.flag() ? readRequest(reader) : null,
  }),
};

function writeVersion(writer: ByteWriter, version: LimitVersion): void {
  writer.whole(kinds.indexOf(version.kind));
  writer.signed(version.from);
  writeStamp(writer, version.stamp, version.from);
  writer.signed(version.amountMinor);
  writer.text(version.currency);
  writer.signed(version.validTo);
}

function readVersion(reader: ByteReader): LimitVersion {
  const kind = kinds[reader.whole()] ?? 'other';
  const from = reader.signed();
  return {
    kind,
    from,
    stamp: readStamp(reader, from),
    amountMinor: reader.signed(),
    currency: reader.text(),
    validTo: reader.signed(),
  };
}

function writeRequest(writer: ByteWriter, request: LimitRequest): void {
  writer.text(request.id);
  writer.whole(request.on);
  writeStamp(writer, request.stamp, request.on);
  writer.whole(request.amountMinor);
  writer.text(request.currency);
}

function readRequest(reader: ByteReader): LimitRequest {
  const id = reader.text();
  const on = reader.whole();
  return {
    id,
    on,
    stamp: readStamp(reader, on),
    amountMinor: reader.whole(),
    currency: reader.text(),
  };
}
