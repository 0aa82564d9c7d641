import type { MethodOfPayment } from '../../state/dossier/payment-method.ts';
import type { MandateStatus, PaymentMethod } from '../../types/events/index.ts';
import type { TopicCodec } from './topic-codec.ts';

/** Append only, both. */
const methods: readonly PaymentMethod[] = [
  'transfer',
  'direct_debit',
  'card',
  'cheque',
  'draft',
  'cash',
  'other',
];
const mandates: readonly MandateStatus[] = [
  'none',
  'pending',
  'active',
  'revoked',
  'expired',
  'unknown',
];

export const paymentMethodCodec: TopicCodec<MethodOfPayment> = {
  version: 1,
  write(writer, { method, mandate, on, stamp }) {
    writer.whole(methods.indexOf(method));
    writer.whole(mandates.indexOf(mandate));
    writer.signed(on);
    writer.signed(stamp);
  },
  read: (reader) => ({
    method: methods[reader.whole()] ?? 'other',
    mandate: mandates[reader.whole()] ?? 'unknown',
    on: reader.signed(),
    stamp: reader.signed(),
  }),
};
