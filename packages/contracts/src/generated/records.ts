// Generated from schemas/ by `npm run generate`. Edit the schemas instead.
import type { EpochDay, EpochMs } from '../units.ts';

/** Days past the business-day-adjusted due date; the due day itself is current. */
export type AgeingBucket =
  | 'current'
  | 'd1_30'
  | 'd31_60'
  | 'd61_90'
  | 'd91_120'
  | 'over_120'
  | 'unknown';

/** A person took the alert or put it to sleep. */
export interface AlertAcknowledged {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly subject: AlertSubject;
  readonly calendarId: string | null;
  readonly code: string;
  readonly family: string;
  readonly scope: string | null;
  readonly severity: Severity;
  readonly previousSeverity: Severity | null;
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly Reason[];
  readonly openedOn: EpochDay;
  readonly openedAt: EpochMs;
  readonly changedOn: EpochDay;
  readonly occurrences: number;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  /** What the alert is about: overdue, promised or over the limit. */
  readonly amountAtStakeMinor: number | null;
  readonly currency: string | null;
  readonly band: Band | null;
  readonly score: number | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly runbook: string;
  readonly resolveReason: ResolveReason | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: EpochMs | null;
  readonly causedBy: Cause;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly policyVersion: string;
  readonly modelVersion: string;
  /** Why nobody is told (yet): history, cooldown, silenced, snoozed, inhibited, opening_untold. */
  readonly suppressedReason: string | null;
  /** Of an escalation: severity, unacknowledged, or mute_ended (kept back until now). */
  readonly escalationCause: string | null;
  /** What whoever acknowledged it said it was: useful, known or wrong. */
  readonly outcome: string | null;
}

/** What a person wants done with an alert. */
export interface AlertCommand {
  readonly commandId: string;
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly alertId: string;
  readonly kind: CommandKind;
  readonly until: EpochMs | null;
  readonly by: string | null;
  readonly note: string | null;
  readonly at: EpochMs;
  readonly outcome: AlertOutcome | null;
}

/** An open episode got a higher severity, or nobody acknowledged it in time. */
export interface AlertEscalated {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly subject: AlertSubject;
  readonly calendarId: string | null;
  readonly code: string;
  readonly family: string;
  readonly scope: string | null;
  readonly severity: Severity;
  readonly previousSeverity: Severity | null;
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly Reason[];
  readonly openedOn: EpochDay;
  readonly openedAt: EpochMs;
  readonly changedOn: EpochDay;
  readonly occurrences: number;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  /** What the alert is about: overdue, promised or over the limit. */
  readonly amountAtStakeMinor: number | null;
  readonly currency: string | null;
  readonly band: Band | null;
  readonly score: number | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly runbook: string;
  readonly resolveReason: ResolveReason | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: EpochMs | null;
  readonly causedBy: Cause;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly policyVersion: string;
  readonly modelVersion: string;
  /** Why nobody is told (yet): history, cooldown, silenced, snoozed, inhibited, opening_untold. */
  readonly suppressedReason: string | null;
  /** Of an escalation: severity, unacknowledged, or mute_ended (kept back until now). */
  readonly escalationCause: string | null;
  /** What whoever acknowledged it said it was: useful, known or wrong. */
  readonly outcome: string | null;
}

/** An episode began. */
export interface AlertOpened {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly subject: AlertSubject;
  readonly calendarId: string | null;
  readonly code: string;
  readonly family: string;
  readonly scope: string | null;
  readonly severity: Severity;
  readonly previousSeverity: Severity | null;
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly Reason[];
  readonly openedOn: EpochDay;
  readonly openedAt: EpochMs;
  readonly changedOn: EpochDay;
  readonly occurrences: number;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  /** What the alert is about: overdue, promised or over the limit. */
  readonly amountAtStakeMinor: number | null;
  readonly currency: string | null;
  readonly band: Band | null;
  readonly score: number | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly runbook: string;
  readonly resolveReason: ResolveReason | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: EpochMs | null;
  readonly causedBy: Cause;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly policyVersion: string;
  readonly modelVersion: string;
  /** Why nobody is told (yet): history, cooldown, silenced, snoozed, inhibited, opening_untold. */
  readonly suppressedReason: string | null;
  /** Of an escalation: severity, unacknowledged, or mute_ended (kept back until now). */
  readonly escalationCause: string | null;
  /** What whoever acknowledged it said it was: useful, known or wrong. */
  readonly outcome: string | null;
}

export type AlertOutcome =
  | 'useful'
  | 'known'
  | 'wrong'
  | 'unknown';

/** The episode ended. */
export interface AlertResolved {
  readonly alertId: string;
  readonly dedupKey: string;
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly subject: AlertSubject;
  readonly calendarId: string | null;
  readonly code: string;
  readonly family: string;
  readonly scope: string | null;
  readonly severity: Severity;
  readonly previousSeverity: Severity | null;
  readonly title: string;
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly Reason[];
  readonly openedOn: EpochDay;
  readonly openedAt: EpochMs;
  readonly changedOn: EpochDay;
  readonly occurrences: number;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  /** What the alert is about: overdue, promised or over the limit. */
  readonly amountAtStakeMinor: number | null;
  readonly currency: string | null;
  readonly band: Band | null;
  readonly score: number | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly runbook: string;
  readonly resolveReason: ResolveReason | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntil: EpochMs | null;
  readonly causedBy: Cause;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly policyVersion: string;
  readonly modelVersion: string;
  /** Why nobody is told (yet): history, cooldown, silenced, snoozed, inhibited, opening_untold. */
  readonly suppressedReason: string | null;
  /** Of an escalation: severity, unacknowledged, or mute_ended (kept back until now). */
  readonly escalationCause: string | null;
  /** What whoever acknowledged it said it was: useful, known or wrong. */
  readonly outcome: string | null;
}

export interface AlertSubject {
  readonly kind: SubjectKind;
  readonly tenantId: string;
  readonly customerId: string | null;
  readonly ref: string | null;
}

export type AlertTransition =
  | 'opened'
  | 'escalated'
  | 'acknowledged'
  | 'resolved'
  | 'summary'
  | 'unknown'
  | 'changed';

/** A is the lowest risk. A reader that does not know a later band takes it for the worst. */
export type Band =
  | 'A'
  | 'B'
  | 'C'
  | 'D'
  | 'E';

/** What is to become of messages that were held because there were too many. Written to every partition. */
export interface BatchCommand {
  readonly commandId: string;
  readonly batchId: string;
  readonly tenantId: string;
  readonly kind: BatchKind;
  readonly reason: string | null;
  readonly by: string;
  readonly at: EpochMs;
}

export type BatchKind =
  | 'release'
  | 'drop'
  | 'unknown';

export interface BucketSum {
  readonly bucket: AgeingBucket;
  /** In the base currency at current rates, rounded half-even once per subtotal. */
  readonly baseMinor: number;
  readonly sums: readonly MoneySum[];
}

export interface Cause {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
}

export type ChangeDirection =
  | 'better'
  | 'worse'
  | 'same';

export type ChangeKind =
  | 'band'
  | 'treatment'
  | 'pause'
  | 'recommendation'
  | 'condition'
  | 'baseline'
  | 'feed_stale'
  | 'other';

export type Channel =
  | 'phone'
  | 'email'
  | 'letter'
  | 'visit'
  | 'portal'
  | 'other';

/** An asset of the customer was charged to someone. */
export interface ChargeRegistered {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly chargeId: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly registeredOn: EpochDay;
}

/** A calendar reached a date; also written for weekends and holidays. */
export interface ClockBusinessDayStarted {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly calendarId: string;
  readonly date: EpochDay;
  /** 0 is Sunday, 6 is Saturday. */
  readonly weekendDays: readonly number[];
  /** Known holidays from 40 days before to 400 days after the date, so that the log alone replays. */
  readonly holidays: readonly EpochDay[];
}

/** Customers of one calendar live in another from here on. */
export interface ClockCalendarJoined {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly from: string;
  readonly to: string;
  readonly joinedOn: EpochDay;
}

export type CommandKind =
  | 'acknowledge'
  | 'unacknowledge'
  | 'snooze'
  | 'unsnooze'
  | 'note'
  | 'unknown';

export interface Condition {
  readonly code: string;
  readonly scope: string | null;
  readonly severity: Severity;
  readonly since: EpochDay;
  /** Position of the first output that carried the condition; part of the episode id. */
  readonly onsetPosition: Position;
  /** Set while the condition waits for cash feeds or its pending days; not told to anyone before. */
  readonly pendingUntil: EpochDay | null;
  readonly evidence: readonly Evidence[];
}

export interface Contact {
  readonly role: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** Someone spoke with or wrote to the customer. */
export interface ContactRecorded {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly contactId: string | null;
  readonly channel: Channel;
  readonly direction: Direction;
  readonly outcome: string | null;
  readonly contactedOn: EpochDay;
  readonly nextContactOn: EpochDay | null;
}

export type CoverDecision =
  | 'granted'
  | 'reduced'
  | 'withdrawn'
  | 'reinstated'
  | 'unknown';

/** The ledger put orders or deliveries on hold. */
export interface CreditHoldApplied {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly holdId: string | null;
  readonly scope: HoldScope;
  readonly reasonCode: string | null;
  readonly by: string | null;
  readonly effectiveOn: EpochDay;
}

/** The ledger released a hold. */
export interface CreditHoldReleased {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly holdId: string | null;
  readonly scope: HoldScope;
  readonly reasonCode: string | null;
  readonly by: string | null;
  readonly effectiveOn: EpochDay;
}

/** A credit insurer changed its cover. */
export interface CreditInsuranceCoverChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly insurer: string;
  readonly oldMinor: number | null;
  readonly newMinor: number;
  readonly currency: string;
  readonly decision: CoverDecision;
  readonly effectiveOn: EpochDay;
  readonly maxExtensionDays: number | null;
  readonly reportWithinDays: number | null;
}

/** A credit limit was set, changed or removed (newMinor null). */
export interface CreditLimitChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly limitKind: LimitKind;
  readonly oldMinor: number | null;
  readonly newMinor: number | null;
  readonly currency: string;
  readonly insuredMinor: number | null;
  readonly effectiveOn: EpochDay;
  readonly validTo: EpochDay | null;
  readonly approvedBy: string | null;
  readonly reasonCode: string | null;
}

/** The customer asks for more credit. */
export interface CreditLimitIncreaseRequested {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly requestId: string;
  readonly currentMinor: number | null;
  readonly requestedMinor: number;
  readonly currency: string;
  readonly requestedOn: EpochDay;
  readonly reasonCode: string | null;
}

/** A credit note settled a part of an invoice. */
export interface CreditNoteApplied {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly creditNoteId: string;
  readonly invoiceId: string;
  /** Tells several applications of one payment to one invoice apart. */
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly appliedOn: EpochDay;
}

/** A credit in favour of the customer, open until applied. */
export interface CreditNoteIssued {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly creditNoteId: string;
  readonly invoiceId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: CreditNoteReason;
  readonly issuedOn: EpochDay;
}

export type CreditNoteReason =
  | 'return'
  | 'price'
  | 'goodwill'
  | 'rebill'
  | 'other';

/** The credit note never was. */
export interface CreditNoteVoided {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly creditNoteId: string;
  readonly voidedOn: EpochDay;
  readonly reasonCode: string | null;
}

/** Names and contacts of a customer, replaced whole. Erasure is a tombstone. */
export interface CustomerCard {
  readonly tenantId: string;
  readonly customerId: string;
  readonly legalName: string | null;
  readonly tradingName: string | null;
  readonly registrationNo: string | null;
  readonly taxNo: string | null;
  readonly address: string | null;
  readonly contacts: readonly Contact[];
  readonly updatedAt: EpochMs;
}

/** A default ended after its cure period. */
export interface CustomerCured {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly defaultedOn: EpochDay;
  readonly curedOn: EpochDay;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** The customer met the definition of default. */
export interface CustomerDefaulted {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly defaultedOn: EpochDay;
  readonly reasons: readonly Reason[];
  readonly exposureMinor: number;
  readonly baseCurrency: string;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** Personal data of the customer must go; its card and notes on ar.customers become tombstones. */
export interface CustomerErased {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly requestId: string | null;
  readonly erasedOn: EpochDay;
}

/** A customer has, changed or lost (null) its parent. Stored and published only. */
export interface CustomerHierarchyChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly parentId: string | null;
  readonly relation: Relation;
  readonly sharesLimit: boolean;
  readonly effectiveOn: EpochDay;
}

export type CustomerKind =
  | 'legal_entity'
  | 'sole_trader'
  | 'public_body'
  | 'unknown';

/** A know-your-customer check passed, failed or ran out. */
export interface CustomerKycStatusChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly status: KycStatus;
  readonly checks: readonly string[];
  readonly expiresOn: EpochDay | null;
  readonly changedOn: EpochDay;
}

/** Two customer keys are one customer; both keys receive it. Stored and published only. */
export interface CustomerMerged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly survivorId: string;
  readonly retiredId: string;
  readonly mergedOn: EpochDay;
}

/** Free text that came with an event. Erasure is a tombstone. */
export interface CustomerNote {
  readonly tenantId: string;
  readonly customerId: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventType: string;
  readonly texts: readonly NoteText[];
  readonly writtenAt: EpochMs;
}

/** A customer exists. Names, numbers and contacts go to ar.customers. */
export interface CustomerRegistered {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly kind: CustomerKind;
  readonly country: string | null;
  readonly sectorCode: string | null;
  readonly currency: string | null;
  readonly timezone: string | null;
  readonly language: string | null;
  readonly preferredChannel: Channel | null;
  readonly onboardedOn: EpochDay | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
}

/** Master data changed; null means unchanged. */
export interface CustomerUpdated {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly kind: CustomerKind | null;
  readonly country: string | null;
  readonly sectorCode: string | null;
  readonly currency: string | null;
  readonly timezone: string | null;
  readonly language: string | null;
  readonly preferredChannel: Channel | null;
  readonly onboardedOn: EpochDay | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
}

/** A record that could not be used, exactly as it was read, and why. */
export interface DeadLetter {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
  readonly detail: string;
  readonly schemaId: number | null;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly recordedAt: EpochMs;
  readonly stack: string | null;
}

export type DeliveryChannel =
  | 'slack'
  | 'email'
  | 'webhook'
  | 'other';

/** Goods or services left for the customer, not billed yet. */
export interface DeliveryDispatched {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly deliveryId: string;
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly dispatchedOn: EpochDay;
}

export type DeliveryOutcome =
  | 'sent'
  | 'failed'
  | 'skipped'
  | 'suppressed'
  | 'unknown'
  | 'held';

/** What became of one message to one receiver. */
export interface DeliveryRecorded {
  readonly deliveryId: string;
  readonly tenantId: string;
  readonly customerId: string | null;
  /** What was told: of an alert its episode, of a change the ce_id that it has on risk.changes. */
  readonly episodeId: string;
  readonly transition: AlertTransition;
  readonly cause: string;
  readonly receiver: string;
  readonly channel: DeliveryChannel;
  readonly outcome: DeliveryOutcome;
  readonly reason: string | null;
  readonly attempt: number;
  readonly at: EpochMs;
  readonly providerRef: string | null;
  /** True when a crash between sending and recording may have sent it twice. */
  readonly possibleRepeat: boolean;
  readonly contentHash: string;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs | null;
  /** Of what is held: the batch that a person releases or drops. */
  readonly batchId: string | null;
  /** The command by which a person asked for it to be sent once more. */
  readonly resendId: string | null;
}

/** A delivery came back, whole or in part. */
export interface DeliveryReturned {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly deliveryId: string;
  readonly orderId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly returnedOn: EpochDay;
  readonly reasonCode: string | null;
}

export type Direction =
  | 'inbound'
  | 'outbound'
  | 'unknown';

export type DisputeOutcome =
  | 'valid'
  | 'invalid'
  | 'partial'
  | 'withdrawn'
  | 'unknown';

export type DueDateReason =
  | 'correction'
  | 'extension'
  | 'plan'
  | 'other';

/** The dunning system came to the end of a campaign. */
export interface DunningFinished {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly campaign: string | null;
  readonly outcome: string | null;
  readonly finishedOn: EpochDay;
}

/** The dunning system reached a level. */
export interface DunningLevelReached {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly level: number;
  readonly campaign: string | null;
  readonly invoiceIds: readonly string[];
  readonly reachedOn: EpochDay;
}

/** The dunning system paused. */
export interface DunningPaused {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly campaign: string | null;
  readonly invoiceIds: readonly string[];
  readonly pausedOn: EpochDay;
  readonly until: EpochDay | null;
}

export interface Evidence {
  readonly field: string;
  readonly value: number | null;
  readonly threshold: number | null;
  readonly unit: string;
  readonly text: string | null;
}

export type ExposureStage =
  | 'open_orders'
  | 'undelivered'
  | 'delivered_not_billed'
  | 'open_items'
  | 'unapplied_cash'
  | 'securities'
  | 'unknown';

/** A provider published a score of the customer. */
export interface ExternalScoreUpdated {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly provider: string;
  readonly name: string;
  readonly valueMilli: number;
  readonly minMilli: number;
  readonly maxMilli: number;
  readonly higherIsBetter: boolean;
  readonly percentilePpm: number | null;
  readonly recommendedLimitMinor: number | null;
  readonly currency: string | null;
  readonly asOf: EpochDay;
}

export interface Feature {
  readonly code: string;
  readonly value: number | null;
  readonly unit: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly asOf: EpochDay | null;
  readonly stale: boolean;
  readonly sampleSize: number;
}

/** A source has delivered everything of a business date. */
export interface FeedCompleted {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly source: string;
  readonly businessDate: EpochDay;
}

/** A silent source speaks again. */
export interface FeedResumed {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly source: string;
  readonly resumedAt: EpochMs;
}

/** What is known of a tenant's customers in this partition is stale, or is so no more: a source fell silent or is heard again. One record per partition; key: tenant|~feed.source.partition. */
export interface FeedStale {
  readonly tenantId: string;
  readonly source: string;
  readonly partition: number;
  readonly position: Position;
  /** Position of the last output under the same key on the same topic. */
  readonly previousPosition: Position | null;
  /** True: dun nobody of the tenant in this partition until it is false. */
  readonly isStale: boolean;
  /** When the source was last heard, or, of one that is heard again, when it was. */
  readonly since: EpochMs;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** A source of events that was expected to be heard from fell silent, or is heard again. Key: tenant|~feed.source. */
export interface FeedStatusUpdated {
  readonly tenantId: string;
  readonly source: string;
  readonly calendarId: string | null;
  readonly asOf: EpochDay;
  readonly position: Position;
  /** Position of the last output under the same key on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly isSilent: boolean;
  /** When it was last heard, or, of one that is heard again, when it was. */
  readonly since: EpochMs;
  /** Whole hours of silence when it was noticed; 0 of one that is heard again. */
  readonly silentHours: number;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** A source has been quiet beyond its usual gap. */
export interface FeedWentSilent {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly source: string;
  readonly silentSince: EpochMs;
}

/** Annual accounts of the customer. */
export interface FinancialsFiled {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly periodEnd: EpochDay;
  readonly filedOn: EpochDay;
  readonly audited: boolean;
  readonly currency: string;
  readonly totalAssetsMinor: number | null;
  readonly currentAssetsMinor: number | null;
  readonly currentLiabilitiesMinor: number | null;
  readonly totalLiabilitiesMinor: number | null;
  readonly retainedEarningsMinor: number | null;
  readonly ebitMinor: number | null;
  readonly equityMinor: number | null;
  readonly debtMinor: number | null;
  readonly cashMinor: number | null;
  readonly revenueMinor: number | null;
}

/** What an invoice issued on this day may expect. */
export interface Forecast {
  /** Mean days past due, early as 0, in thousandths. */
  readonly expectedDaysLateMilli: number;
  /** Chance of more than 0 days past due, in parts per million. */
  readonly late0Ppm: number;
  /** Of more than 15 days. */
  readonly late15Ppm: number;
  /** Of more than 30 days. */
  readonly late30Ppm: number;
  /** Own invoices behind it, older ones weighing less, in thousandths. */
  readonly weightMilli: number;
}

export interface FxRate {
  readonly currency: string;
  /** Units of the base currency per unit of this currency, times 10^9, between major units. */
  readonly rateNano: number;
}

/** Exchange rates of a day. */
export interface FxRatesPublished {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly base: string;
  readonly asOf: EpochDay;
  readonly rates: readonly FxRate[];
}

export type HoldScope =
  | 'orders'
  | 'deliveries'
  | 'all'
  | 'unknown';

/** A step of an insolvency case, or its withdrawal. */
export interface InsolvencyNoticePublished {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly caseId: string;
  readonly stage: InsolvencyStage;
  readonly caseType: string | null;
  readonly publishedOn: EpochDay;
  readonly withdrawn: boolean;
}

export type InsolvencyStage =
  | 'petition'
  | 'moratorium'
  | 'arrangement'
  | 'administration'
  | 'receivership'
  | 'liquidation'
  | 'dissolution'
  | 'unknown';

export interface Instalment {
  readonly dueOn: EpochDay;
  readonly amountMinor: number;
}

/** The amount of an invoice changed by a delta. */
export interface InvoiceAdjusted {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly deltaMinor: number;
  readonly currency: string;
  readonly adjustedOn: EpochDay;
  readonly reasonCode: string | null;
}

/** A clean invoice passed its due date. */
export interface InvoiceBecameOverdue {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly invoiceId: string;
  readonly dueOn: EpochDay;
  readonly overdueOn: EpochDay;
  readonly openMinor: number;
  readonly currency: string;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** A dispute ended. */
export interface InvoiceDisputeResolved {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly outcome: DisputeOutcome;
  readonly creditedMinor: number;
  readonly currency: string;
  readonly resolvedOn: EpochDay;
}

/** The customer contests an amount of an invoice. */
export interface InvoiceDisputed {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly disputeId: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly disputedOn: EpochDay;
  readonly reasonCode: string | null;
  readonly ownerAgency: string | null;
}

/** An invoice falls due on another day. */
export interface InvoiceDueDateChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly oldDueOn: EpochDay | null;
  readonly newDueOn: EpochDay;
  readonly reason: DueDateReason;
  readonly changedOn: EpochDay;
}

/** An invoice was billed. The amount includes tax. */
export interface InvoiceIssued {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly number: string | null;
  readonly issuedOn: EpochDay;
  readonly dueOn: EpochDay;
  readonly amountMinor: number;
  readonly taxMinor: number | null;
  readonly currency: string;
  readonly baseAmountMinor: number | null;
  readonly fxRateNano: number | null;
  readonly fxDate: EpochDay | null;
  readonly terms: PaymentTerms | null;
  readonly collectionMethod: PaymentMethod | null;
  readonly orderId: string | null;
  readonly deliveryId: string | null;
  readonly branchId: string | null;
}

/** The invoice never was. */
export interface InvoiceVoided {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly voidedOn: EpochDay;
  readonly reasonCode: string | null;
}

/** A write-off was taken back. */
export interface InvoiceWriteOffReversed {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reversedOn: EpochDay;
  readonly reasonCode: string | null;
}

/** An amount was given up. */
export interface InvoiceWrittenOff {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly writtenOffOn: EpochDay;
  readonly reasonCode: string | null;
}

/** A court decided against the customer. */
export interface JudgmentRegistered {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly caseId: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly registeredOn: EpochDay;
}

/** A judgment was paid or set aside. */
export interface JudgmentSatisfied {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly caseId: string;
  readonly satisfiedOn: EpochDay;
}

export type KycStatus =
  | 'pending'
  | 'passed'
  | 'failed'
  | 'expired'
  | 'unknown';

/** An open item without its history. */
export interface LedgerOpening {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly invoiceId: string;
  readonly number: string | null;
  readonly issuedOn: EpochDay | null;
  readonly dueOn: EpochDay;
  readonly openMinor: number;
  readonly originalMinor: number;
  readonly currency: string;
  readonly asOf: EpochDay;
  readonly branchId: string | null;
}

/** What the ledger holds, to reconcile against; without customerId it is the whole legal entity. */
export interface LedgerReported {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly asOf: EpochDay;
  readonly openMinor: number;
  readonly overdueMinor: number;
  readonly currency: string;
}

export type LimitKind =
  | 'own'
  | 'insured'
  | 'temporary'
  | 'other';

export type MacroDimension =
  | 'country'
  | 'sector'
  | 'unknown';

export type MacroGrade =
  | 'low'
  | 'medium'
  | 'high'
  | 'very_high'
  | 'unknown';

export type MacroOutlook =
  | 'negative'
  | 'stable'
  | 'positive'
  | 'unknown';

/** A country or sector has a new grade. */
export interface MacroRiskUpdated {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly dimension: MacroDimension;
  readonly code: string;
  readonly grade: MacroGrade;
  readonly outlook: MacroOutlook | null;
  readonly provider: string;
  readonly asOf: EpochDay;
}

export type MandateStatus =
  | 'none'
  | 'pending'
  | 'active'
  | 'revoked'
  | 'expired'
  | 'unknown';

export interface MoneySum {
  readonly currency: string;
  readonly amountMinor: number;
}

/** Something known of the customer that never enters the score. */
export interface Note {
  readonly code: string;
  readonly ref: string;
  readonly value: number | null;
  readonly unit: string;
  readonly text: string | null;
  readonly asOf: EpochDay;
  readonly sampleSize: number;
}

export interface NoteText {
  readonly field: string;
  readonly text: string;
}

/** What a person did to the running system: who, what, to what, when. */
export interface OperatorAct {
  readonly actId: string;
  readonly kind: string;
  readonly tenantId: string | null;
  readonly target: string;
  readonly by: string;
  readonly detail: string | null;
  readonly at: EpochMs;
}

/** What was open of an order will not come. */
export interface OrderCancelled {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly orderId: string;
  readonly cancelledOn: EpochDay;
  readonly reasonCode: string | null;
}

/** An order has a new amount, open part or delivery date. */
export interface OrderChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  readonly currency: string;
  readonly changedOn: EpochDay;
  readonly requestedDeliveryOn: EpochDay | null;
}

/** The customer ordered. */
export interface OrderPlaced {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly orderId: string;
  readonly amountMinor: number;
  readonly openMinor: number;
  readonly currency: string;
  readonly orderedOn: EpochDay;
  readonly requestedDeliveryOn: EpochDay | null;
  readonly branchId: string | null;
}

export interface Pause {
  readonly kind: PauseKind;
  readonly ref: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly until: EpochDay | null;
}

export type PauseKind =
  | 'dispute'
  | 'promise'
  | 'plan'
  | 'legal'
  | 'other';

export interface PaymentApplication {
  /** Tells several applications of one payment to one invoice apart. */
  readonly applicationId: string | null;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly discountMinor: number;
}

/** Money was applied to an invoice. */
export interface PaymentApplied {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly paymentId: string;
  readonly invoiceId: string;
  /** Tells several applications of one payment to one invoice apart. */
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly currency: string;
  readonly appliedOn: EpochDay;
  /** When the money arrived; lateness counts to this day. */
  readonly valueOn: EpochDay | null;
}

/** An attempt to collect failed. */
export interface PaymentFailed {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly attemptId: string;
  readonly paymentId: string | null;
  readonly invoiceId: string | null;
  readonly attempt: number;
  readonly method: PaymentMethod;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly failureCode: string | null;
  readonly hardFail: boolean;
  readonly failedOn: EpochDay;
  readonly nextRetryOn: EpochDay | null;
}

export type PaymentMethod =
  | 'transfer'
  | 'direct_debit'
  | 'card'
  | 'cheque'
  | 'draft'
  | 'cash'
  | 'other';

/** How the customer pays, and the state of its mandate. */
export interface PaymentMethodChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly oldMethod: PaymentMethod | null;
  readonly newMethod: PaymentMethod;
  readonly mandateStatus: MandateStatus;
  readonly changedOn: EpochDay;
}

/** Invoices are paid by instalments from now on. */
export interface PaymentPlanAgreed {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly planId: string;
  readonly invoiceIds: readonly string[];
  readonly currency: string;
  readonly instalments: readonly Instalment[];
  readonly agreedOn: EpochDay;
}

/** The plan ended before its last instalment. */
export interface PaymentPlanCancelled {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly planId: string;
  readonly cancelledOn: EpochDay;
  readonly reasonCode: string | null;
}

/** Money came in, not yet applied to an item. */
export interface PaymentReceived {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** When the money arrived; lateness counts to this day. */
  readonly valueOn: EpochDay;
  readonly method: PaymentMethod;
  readonly payerId: string | null;
}

/** A payment was taken back; what it had settled is open again. */
export interface PaymentReversed {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly paymentId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reason: ReversalReason;
  readonly applications: readonly PaymentApplication[];
  readonly reversedOn: EpochDay;
}

export interface PaymentTerms {
  readonly basis: TermsBasis;
  readonly days: number;
  readonly discountPpm: number;
  readonly discountDays: number;
  readonly method: PaymentMethod | null;
}

/** The standing payment terms changed. */
export interface PaymentTermsChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly oldTerms: PaymentTerms | null;
  readonly newTerms: PaymentTerms;
  readonly effectiveOn: EpochDay;
}

/** An application of money to an invoice was undone. */
export interface PaymentUnapplied {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly paymentId: string;
  readonly invoiceId: string;
  /** Tells several applications of one payment to one invoice apart. */
  readonly applicationId: string | null;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly currency: string;
  readonly unappliedOn: EpochDay;
}

/** From here on this policy rules. Carries the whole document, so that the log alone replays. */
export interface PolicyActivated {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly policyId: string;
  readonly version: string;
  readonly sha256: string;
  readonly document: string;
  readonly activatedOn: EpochDay;
}

/** A policy in the catalogue; it rules only once activated. */
export interface PolicyPublished {
  readonly tenantId: string;
  readonly policyId: string;
  readonly version: string;
  readonly sha256: string;
  readonly document: string;
  readonly publishedAt: EpochMs;
  readonly publishedBy: string | null;
}

export interface Position {
  readonly generation: number;
  readonly offset: number;
  readonly index: number;
}

/** The whole risk profile of a customer. */
export interface ProfileUpdated {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly asOf: EpochDay;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly customerKind: CustomerKind | null;
  readonly country: string | null;
  readonly sectorCode: string | null;
  readonly segment: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly collectorId: string | null;
  readonly score: number;
  readonly band: Band;
  readonly computedBand: Band;
  readonly provisional: boolean;
  readonly pinnedBand: Band | null;
  readonly promptnessIndex: number | null;
  readonly baseCurrency: string;
  readonly exposure: readonly StageSum[];
  readonly exposureMinor: number;
  readonly openMinor: number;
  readonly limitMinor: number | null;
  readonly limitCurrency: string | null;
  readonly utilisationPpm: number | null;
  readonly ageing: readonly BucketSum[];
  readonly cleanOverdueMinor: number;
  readonly cleanOverdue: readonly MoneySum[];
  readonly disputedMinor: number;
  readonly unappliedMinor: number;
  readonly oldestCleanDays: number;
  readonly dbt30MilliDays: number | null;
  readonly dbt90MilliDays: number | null;
  readonly dbt365MilliDays: number | null;
  readonly driftMilliDays: number | null;
  readonly lateSharePpm: number | null;
  readonly irregularityDays: number | null;
  /** How far lateness, with what is unpaid, lies above the own past, in thousandths of its spread. */
  readonly cusumMilli: number | null;
  readonly forecast: Forecast | null;
  readonly promiseKeptPpm: number | null;
  readonly failedPayments90: number;
  readonly eclMinor: number | null;
  readonly eclPreset: string | null;
  readonly interestMinor: number | null;
  /** Fixed sums that the law gives per late invoice, beside the interest. */
  readonly interestFixedMinor: number | null;
  readonly interestRegime: string | null;
  /** Days sales outstanding over 180 days; null without sales. */
  readonly dsoMilliDays: number | null;
  readonly countbackDsoMilliDays: number | null;
  readonly bestPossibleDsoMilliDays: number | null;
  /** To sort collectors' calls by, the highest first; no amount. */
  readonly collectionPriority: number | null;
  /** How the customer pays: new, prompt, late_stable, slipping, in_arrears, defaulted. */
  readonly paymentSegment: string | null;
  /** Whether the policy's conditions for buying on credit are met. */
  readonly eligible: boolean | null;
  readonly ineligibleBy: readonly string[];
  readonly defaultFlag: boolean;
  readonly sicrFlag: boolean;
  readonly features: readonly Feature[];
  readonly reasons: readonly Reason[];
  readonly conditions: readonly Condition[];
  readonly conditionCounts: Readonly<Record<string, number>>;
  readonly recommendations: readonly Recommendation[];
  readonly treatment: Treatment;
  readonly pauses: readonly Pause[];
  readonly nextTransitionOn: EpochDay | null;
  readonly nextReviewOn: EpochDay | null;
  readonly nextContactOn: EpochDay | null;
  /** Which of several limits counts: own, temporary, insured, other. */
  readonly limitKind: string | null;
  /** What insurers cover today. */
  readonly insured: MoneySum | null;
  /** The limit that the customer asked for and nobody has decided on. */
  readonly limitRequest: MoneySum | null;
  /** What the ledger itself keeps on hold: orders, deliveries, all. */
  readonly creditHold: string | null;
  readonly dunningLevel: number;
  readonly parentId: string | null;
  /** The key that this one was merged into; null unless it was retired. */
  readonly survivorId: string | null;
  readonly dataQuality: readonly string[];
  readonly notes: readonly Note[];
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** A promise was not kept within its tolerance, in full or in part. */
export interface PromiseBroken {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly promiseId: string;
  readonly promisedFor: EpochDay;
  readonly promisedMinor: number;
  readonly keptMinor: number;
  readonly currency: string;
  readonly brokenOn: EpochDay;
  readonly level: number;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** A promise was kept in full. */
export interface PromiseKept {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly promiseId: string;
  readonly promisedFor: EpochDay;
  readonly promisedMinor: number;
  readonly keptMinor: number;
  readonly currency: string;
  readonly keptOn: EpochDay;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** The customer promised an amount for a day. */
export interface PromiseMade {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly promiseId: string;
  readonly invoiceIds: readonly string[];
  readonly amountMinor: number;
  readonly currency: string;
  readonly madeOn: EpochDay;
  readonly promisedFor: EpochDay;
  readonly level: number;
}

/** A promise no longer stands. */
export interface PromiseWithdrawn {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly promiseId: string;
  readonly withdrawnOn: EpochDay;
  readonly reasonCode: string | null;
}

export interface Reason {
  readonly code: string;
  readonly points: number;
  readonly text: string;
  /** The same for the customer's eyes: no data and no judgement of ours. */
  readonly customerText: string | null;
  readonly refs: readonly string[];
}

export interface Recommendation {
  readonly recommendationId: string;
  readonly kind: RecommendationKind;
  readonly fromMinor: number | null;
  readonly toMinor: number | null;
  readonly currency: string | null;
  readonly fromCode: string | null;
  readonly toCode: string | null;
  readonly sharePpm: number | null;
  readonly reasons: readonly string[];
  readonly needsHuman: boolean;
  readonly expiresOn: EpochDay | null;
}

/** Advice to the ERP, which stays the system of record. */
export interface RecommendationIssued {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly recommendation: Recommendation;
  readonly band: Band;
  readonly issuedOn: EpochDay;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

export type RecommendationKind =
  | 'limit'
  | 'terms'
  | 'deposit'
  | 'prepayment'
  | 'payment_method'
  | 'order_hold'
  | 'delivery_hold'
  | 'review'
  | 'plan'
  | 'insurer_report'
  | 'interest'
  | 'other';

/** Advice no longer holds. */
export interface RecommendationWithdrawn {
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly recommendationId: string;
  readonly kind: RecommendationKind;
  readonly withdrawnOn: EpochDay;
  readonly reasonCode: string | null;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
  readonly causedBy: Cause;
}

/** Money was sent back to the customer. */
export interface RefundIssued {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly refundId: string;
  readonly paymentId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  readonly issuedOn: EpochDay;
}

export type RegistryAspect =
  | 'status'
  | 'director'
  | 'owner'
  | 'name'
  | 'address'
  | 'accounts_overdue'
  | 'strike_off'
  | 'ceased_trading'
  | 'other';

/** The company register shows a change; the wording goes to ar.customers. */
export interface RegistryChanged {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly aspect: RegistryAspect;
  readonly oldCode: string | null;
  readonly newCode: string | null;
  readonly changedOn: EpochDay;
}

export type Relation =
  | 'branch'
  | 'subsidiary'
  | 'pays_for'
  | 'unknown';

/** Send one receiver once more what it was, or should have been, told. Withdrawn when that is on record. */
export interface ResendCommand {
  readonly commandId: string;
  readonly deliveryId: string;
  readonly tenantId: string;
  readonly receiver: string;
  /** The record of the alert or change, as on its topic: whoever sends it may know it no more. */
  readonly alert: Buffer;
  /** Where it lies there, in the partition of this command. */
  readonly alertOffset: number;
  readonly by: string;
  readonly at: EpochMs;
}

export type ResolveReason =
  | 'cleared'
  | 'paid'
  | 'late_cash'
  | 'disputed'
  | 'restored'
  | 'superseded'
  | 'operator'
  | 'erased'
  | 'other';

export type ReversalReason =
  | 'chargeback'
  | 'returned'
  | 'clearing_reset'
  | 'mandate_revoked'
  | 'other';

/** Something that dunning acts on changed: band, treatment, pauses, recommendations. */
export interface RiskChanged {
  readonly changeId: string;
  readonly tenantId: string;
  readonly customerId: string;
  readonly calendarId: string;
  readonly position: Position;
  /** Position of the last output for the same customer on the same topic. */
  readonly previousPosition: Position | null;
  readonly policyVersion: string;
  readonly modelVersion: string;
  readonly kinds: readonly ChangeKind[];
  readonly fromBand: Band | null;
  readonly toBand: Band;
  readonly direction: ChangeDirection;
  readonly score: number;
  readonly previousScore: number | null;
  readonly trigger: Cause;
  readonly reasons: readonly Reason[];
  readonly treatment: Treatment;
  readonly previousTreatment: Treatment | null;
  readonly pauses: readonly Pause[];
  readonly recommendations: readonly Recommendation[];
  readonly cleanOverdue: readonly MoneySum[];
  readonly disputedMinor: number;
  readonly baseCurrency: string;
  readonly oldestCleanDays: number;
  readonly promiseOpenUntil: EpochDay | null;
  readonly planActive: boolean;
  readonly contactChannel: Channel | null;
  readonly parentId: string | null;
  readonly effectiveOn: EpochDay;
  readonly effectiveAt: EpochMs;
  readonly validUntil: EpochDay | null;
  /** True for history, rebuilds and policy releases: on the topics, never to people. */
  readonly suppressed: boolean;
  /** When the door accepted the event that caused this. */
  readonly acceptedAt: EpochMs;
}

/** The pin was taken off. */
export interface RiskOverrideCleared {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly by: string | null;
  readonly clearedOn: EpochDay;
}

/** A person pinned the band. */
export interface RiskOverrideSet {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly band: Band;
  readonly until: EpochDay | null;
  readonly by: string | null;
  readonly reasonCode: string | null;
  readonly setOn: EpochDay;
}

/** A match turned out to be false or was lifted. */
export interface SanctionsScreeningCleared {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly screeningId: string;
  readonly clearedOn: EpochDay;
}

/** The customer matched an entry of a sanctions list. */
export interface SanctionsScreeningMatched {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly screeningId: string;
  readonly listCode: string;
  readonly matchStrengthPpm: number | null;
  readonly matchedOn: EpochDay;
}

/** A security no longer holds. */
export interface SecurityExpired {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly securityId: string;
  readonly kind: SecurityKind;
  readonly amountMinor: number;
  readonly currency: string;
  readonly effectiveOn: EpochDay;
}

export type SecurityKind =
  | 'deposit'
  | 'guarantee'
  | 'retention'
  | 'other';

/** A deposit, guarantee or retention now secures the exposure. */
export interface SecurityReceived {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly securityId: string;
  readonly kind: SecurityKind;
  readonly amountMinor: number;
  readonly currency: string;
  readonly effectiveOn: EpochDay;
  readonly validTo: EpochDay | null;
}

/** A reader that does not know a later severity takes it for an error. */
export type Severity =
  | 'info'
  | 'warning'
  | 'error'
  | 'critical';

/** Some alerts are to be kept back for a while, or no longer. Written to every partition. */
export interface SilenceCommand {
  readonly commandId: string;
  readonly silenceId: string;
  readonly tenantId: string;
  readonly kind: SilenceKind;
  readonly customerId: string | null;
  readonly branchId: string | null;
  readonly ownerId: string | null;
  readonly segment: string | null;
  /** Alert codes or families; empty is any. */
  readonly codes: readonly string[];
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly reason: string;
  readonly by: string;
  readonly at: EpochMs;
}

export type SilenceKind =
  | 'silence'
  | 'unsilence'
  | 'unknown';

export interface StageSum {
  readonly stage: ExposureStage;
  /** In the base currency at current rates, rounded half-even once per subtotal. */
  readonly baseMinor: number;
  readonly sums: readonly MoneySum[];
}

export type SubjectKind =
  | 'customer'
  | 'feed'
  | 'system'
  | 'group'
  | 'portfolio'
  | 'unknown';

/** The customer owes tax publicly. */
export interface TaxDefaultRegistered {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly caseId: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly registeredOn: EpochDay;
}

export type TermsBasis =
  | 'net'
  | 'eom'
  | 'unknown';

export interface TradeBucket {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly balanceMinor: number;
}

/** A provider published how the customer pays others. */
export interface TradeExperienceReported {
  readonly tenantId: string;
  readonly legalEntityId: string | null;
  readonly customerId: string;
  readonly sourceSystem: string;
  /** Key of the document in the source system. */
  readonly sourceRef: string | null;
  readonly provider: string;
  readonly dbtMilliDays: number | null;
  readonly buckets: readonly TradeBucket[];
  readonly currency: string;
  readonly lines: number;
  readonly asOf: EpochDay;
}

/** How hard dunning should press. */
export type Treatment =
  | 'soft'
  | 'standard'
  | 'firm'
  | 'strict'
  | 'hold_legal'
  | 'pause';

/** Every message by record name. */
export interface Records {
  readonly ChargeRegistered: ChargeRegistered;
  readonly ClockBusinessDayStarted: ClockBusinessDayStarted;
  readonly ClockCalendarJoined: ClockCalendarJoined;
  readonly ContactRecorded: ContactRecorded;
  readonly CreditHoldApplied: CreditHoldApplied;
  readonly CreditHoldReleased: CreditHoldReleased;
  readonly CreditInsuranceCoverChanged: CreditInsuranceCoverChanged;
  readonly CreditLimitChanged: CreditLimitChanged;
  readonly CreditLimitIncreaseRequested: CreditLimitIncreaseRequested;
  readonly CreditNoteApplied: CreditNoteApplied;
  readonly CreditNoteIssued: CreditNoteIssued;
  readonly CreditNoteVoided: CreditNoteVoided;
  readonly CustomerCard: CustomerCard;
  readonly CustomerErased: CustomerErased;
  readonly CustomerHierarchyChanged: CustomerHierarchyChanged;
  readonly CustomerKycStatusChanged: CustomerKycStatusChanged;
  readonly CustomerMerged: CustomerMerged;
  readonly CustomerNote: CustomerNote;
  readonly CustomerRegistered: CustomerRegistered;
  readonly CustomerUpdated: CustomerUpdated;
  readonly DeliveryDispatched: DeliveryDispatched;
  readonly DeliveryReturned: DeliveryReturned;
  readonly DunningFinished: DunningFinished;
  readonly DunningLevelReached: DunningLevelReached;
  readonly DunningPaused: DunningPaused;
  readonly ExternalScoreUpdated: ExternalScoreUpdated;
  readonly FeedCompleted: FeedCompleted;
  readonly FeedResumed: FeedResumed;
  readonly FeedWentSilent: FeedWentSilent;
  readonly FinancialsFiled: FinancialsFiled;
  readonly FxRatesPublished: FxRatesPublished;
  readonly InsolvencyNoticePublished: InsolvencyNoticePublished;
  readonly InvoiceAdjusted: InvoiceAdjusted;
  readonly InvoiceDisputeResolved: InvoiceDisputeResolved;
  readonly InvoiceDisputed: InvoiceDisputed;
  readonly InvoiceDueDateChanged: InvoiceDueDateChanged;
  readonly InvoiceIssued: InvoiceIssued;
  readonly InvoiceVoided: InvoiceVoided;
  readonly InvoiceWriteOffReversed: InvoiceWriteOffReversed;
  readonly InvoiceWrittenOff: InvoiceWrittenOff;
  readonly JudgmentRegistered: JudgmentRegistered;
  readonly JudgmentSatisfied: JudgmentSatisfied;
  readonly LedgerOpening: LedgerOpening;
  readonly LedgerReported: LedgerReported;
  readonly MacroRiskUpdated: MacroRiskUpdated;
  readonly OrderCancelled: OrderCancelled;
  readonly OrderChanged: OrderChanged;
  readonly OrderPlaced: OrderPlaced;
  readonly PaymentApplied: PaymentApplied;
  readonly PaymentFailed: PaymentFailed;
  readonly PaymentMethodChanged: PaymentMethodChanged;
  readonly PaymentPlanAgreed: PaymentPlanAgreed;
  readonly PaymentPlanCancelled: PaymentPlanCancelled;
  readonly PaymentReceived: PaymentReceived;
  readonly PaymentReversed: PaymentReversed;
  readonly PaymentTermsChanged: PaymentTermsChanged;
  readonly PaymentUnapplied: PaymentUnapplied;
  readonly PolicyActivated: PolicyActivated;
  readonly PromiseMade: PromiseMade;
  readonly PromiseWithdrawn: PromiseWithdrawn;
  readonly RefundIssued: RefundIssued;
  readonly RegistryChanged: RegistryChanged;
  readonly RiskOverrideCleared: RiskOverrideCleared;
  readonly RiskOverrideSet: RiskOverrideSet;
  readonly SanctionsScreeningCleared: SanctionsScreeningCleared;
  readonly SanctionsScreeningMatched: SanctionsScreeningMatched;
  readonly SecurityExpired: SecurityExpired;
  readonly SecurityReceived: SecurityReceived;
  readonly TaxDefaultRegistered: TaxDefaultRegistered;
  readonly TradeExperienceReported: TradeExperienceReported;
  readonly AlertAcknowledged: AlertAcknowledged;
  readonly AlertCommand: AlertCommand;
  readonly AlertEscalated: AlertEscalated;
  readonly AlertOpened: AlertOpened;
  readonly AlertResolved: AlertResolved;
  readonly BatchCommand: BatchCommand;
  readonly CustomerCured: CustomerCured;
  readonly CustomerDefaulted: CustomerDefaulted;
  readonly DeadLetter: DeadLetter;
  readonly DeliveryRecorded: DeliveryRecorded;
  readonly FeedStale: FeedStale;
  readonly FeedStatusUpdated: FeedStatusUpdated;
  readonly InvoiceBecameOverdue: InvoiceBecameOverdue;
  readonly OperatorAct: OperatorAct;
  readonly PolicyPublished: PolicyPublished;
  readonly ProfileUpdated: ProfileUpdated;
  readonly PromiseBroken: PromiseBroken;
  readonly PromiseKept: PromiseKept;
  readonly RecommendationIssued: RecommendationIssued;
  readonly RecommendationWithdrawn: RecommendationWithdrawn;
  readonly ResendCommand: ResendCommand;
  readonly RiskChanged: RiskChanged;
  readonly SilenceCommand: SilenceCommand;
}
