import type { EpochDay } from '../units.ts';
import type { Stamped } from './stamped.ts';

export interface CreditNoteIssued extends Stamped {
  readonly kind: 'credit_note.issued';
  readonly creditNoteId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly issuedOn: EpochDay;
}

export interface CreditNoteApplied extends Stamped {
  readonly kind: 'credit_note.applied';
  readonly creditNoteId: string;
  readonly invoiceId: string;
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly appliedOn: EpochDay;
}

export interface CreditNoteVoided extends Stamped {
  readonly kind: 'credit_note.voided';
  readonly creditNoteId: string;
  readonly voidedOn: EpochDay;
}
