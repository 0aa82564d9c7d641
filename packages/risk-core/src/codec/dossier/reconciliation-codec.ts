import type { Balance, LedgerReport, Reconciliation } from '../../state/dossier/reconciliation.ts';
import type { ByteReader, ByteWriter } from '../bytes.ts';
import type { TopicCodec } from './topic-codec.ts';

export const reconciliationCodec: TopicCodec<Reconciliation> = {
  version: 1,
  write(writer, { reports }) {
    writer.whole(reports.length);
    for (const report of reports) {
      writer.text(report.currency);
      writer.signed(report.asOf);
      writer.signed(report.stamp);
      writer.signed(report.openMinor);
      writer.flag(report.isAwaited);
      writeBalance(writer, report.ours);
      writeBalance(writer, report.closed);
      writer.signed(report.closedFrom);
    }
  },
  read: (reader) => ({ reports: reader.list(() => readReport(reader)) }),
};

function readReport(reader: ByteReader): LedgerReport {
  return {
    currency: reader.text(),
    asOf: reader.signed(),
    stamp: reader.signed(),
    openMinor: reader.signed(),
    isAwaited: reader.flag(),
    ours: readBalance(reader),
    closed: readBalance(reader),
    closedFrom: reader.signed(),
  };
}

function writeBalance(writer: ByteWriter, balance: Balance | null): void {
  writer.flag(balance !== null);
  if (balance === null) return;
  writer.signed(balance.grossMinor);
  writer.signed(balance.netMinor);
}

function readBalance(reader: ByteReader): Balance | null {
  if (!reader.flag()) return null;
  return { grossMinor: reader.signed(), netMinor: reader.signed() };
}
