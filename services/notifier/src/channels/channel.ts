import type { Clock } from '@duewatch/config';
import type { AddressGuard } from '../http/address-guard.ts';
import type { ChangeMessage } from '../message/change-message.ts';
import type { Message } from '../message/message.ts';

/** What became of one try to hand a message to a receiver. */
export type SendOutcome =
  /** The provider's name for it, when it gives one. */
  | { readonly kind: 'sent'; readonly providerRef: string | null }
  | {
      readonly kind: 'retry';
      readonly reason: SendReason;
      /** The receiver asked for this pause. */
      readonly retryAfterMs?: number;
      /** True when the message may have arrived all the same: the next try may be a repeat. */
      readonly mayHaveArrived: boolean;
    }
  /** Trying again cannot help. */
  | { readonly kind: 'dead'; readonly reason: SendReason };

/** Why a try failed. Closed, since it labels counters and stands in the delivery ledger. */
export type SendReason =
  | 'timeout'
  | 'connection_lost'
  | 'unreachable'
  | 'address_refused'
  | 'rate_limited'
  | 'receiver_error'
  | 'receiver_busy'
  | 'rejected'
  | 'redirected'
  | 'gone'
  | 'not_authorized'
  | 'recipient_refused'
  | 'unexpected';

/** Hands messages to one receiver. It tries once per call and never throws. */
export interface Channel {
  send(message: Message): Promise<SendOutcome>;
  /** Only where systems listen: changes are no reading for people. */
  sendChange?(message: ChangeMessage): Promise<SendOutcome>;
  close(): Promise<void>;
}

export interface ChannelPorts {
  readonly clock: Clock;
  readonly guard: AddressGuard;
}
