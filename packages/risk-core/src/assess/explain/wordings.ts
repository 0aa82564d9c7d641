import type { ReasonCode } from '../../types/assessment.ts';

/** How a reason is put to colleagues, and how to the customer. */
export interface Wording {
  readonly internal: string;
  /** Says what the customer knows anyway: no score, threshold, source or judgement of ours. */
  readonly customer: string;
}

/** The closed list of reasons. Texts hold no data, so the customer's ones cannot leak any. */
export const wordings: Readonly<Record<ReasonCode, Wording>> = {
  P1: {
    internal: 'Pays late on average over the last 90 days',
    customer: 'Recent invoices were paid after their due dates.',
  },
  P2: {
    internal: 'Pays later than it used to',
    customer: 'Recent invoices were paid later than earlier ones.',
  },
  P3: {
    internal: 'A large share of the money came late',
    customer: 'Many payments of the last six months came after the due date.',
  },
  P4: {
    internal: 'Pays irregularly',
    customer: 'The time from due date to payment varies much from invoice to invoice.',
  },
  P5: {
    internal: 'Payments failed or came back',
    customer: 'A payment failed or was returned within the last three months.',
  },
  P6: {
    internal: 'Promises were not kept',
    customer: 'An amount that was announced for a day did not arrive by then.',
  },
  E1: {
    internal: 'Clean invoices have been overdue for long',
    customer: 'Undisputed invoices have been overdue for some time.',
  },
  E2: {
    internal: 'A large part of the balance is overdue',
    customer: 'A large part of the open balance is overdue.',
  },
  E3: {
    internal: 'The credit limit is nearly or fully used',
    customer: 'The agreed credit limit is nearly or fully used.',
  },
  E4: {
    internal: 'Orders differ much from the year before',
    customer: 'Recent orders differ much from those of the year before.',
  },
  X1: {
    internal: 'Outside score is weak',
    customer: 'Information from a credit agency. We will name the agency on request.',
  },
  X1_MISSING: {
    internal: 'No outside score is known',
    customer: 'No information from a credit agency is available to us.',
  },
  X2: {
    internal: 'Balance sheet is weak',
    customer: 'Figures of the published accounts.',
  },
  X2_MISSING: {
    internal: 'No accounts are known',
    customer: 'No recent accounts are available to us.',
  },
  X3: {
    internal: 'Gearing is high',
    customer: 'The relation of debt to equity in the published accounts.',
  },
  NEGATIVE_EQUITY: {
    internal: 'Equity is negative or nought',
    customer: 'The equity in the published accounts.',
  },
  X3_MISSING: {
    internal: 'Gearing is unknown',
    customer: 'No recent accounts are available to us.',
  },
  X4: {
    internal: 'Country or sector risk',
    customer: 'The general situation in the country or sector of business.',
  },
  R1: {
    internal: 'Short business relation',
    customer: 'We have been doing business together for a short time.',
  },
  R1_MISSING: {
    internal: 'Length of the business relation is unknown',
    customer: 'We have no record of when our business relation began.',
  },
  R2: {
    internal: 'Disputes were found unjustified',
    customer: 'Objections to invoices were examined and not upheld.',
  },
  PROVISIONAL: {
    internal: 'Too few settled invoices to judge',
    customer: 'Too few invoices have been settled so far.',
  },
  RATE_MISSING: {
    internal: 'Amounts could not be valued: an exchange rate is missing',
    customer: 'Some amounts cannot be valued at the moment, for reasons on our side.',
  },
  OVERDUE_14: {
    internal: 'Material sum overdue for more than 14 days',
    customer: 'A considerable undisputed amount is overdue.',
  },
  OVERDUE_30: {
    internal: 'Material sum overdue for more than 30 days',
    customer: 'A considerable undisputed amount has been overdue for weeks.',
  },
  OVERDUE_60: {
    internal: 'Material sum overdue for more than 60 days',
    customer: 'A considerable undisputed amount has been overdue for months.',
  },
  DEFAULT: {
    internal: 'In default',
    customer: 'A considerable undisputed amount is, or was until lately, overdue for very long.',
  },
  FAILED_PAYMENTS: {
    internal: 'Several payments failed within 90 days',
    customer: 'Several payments failed or were returned within the last three months.',
  },
  INSOLVENCY: {
    internal: 'Under an insolvency procedure',
    customer: 'A published notice about a procedure of insolvency.',
  },
  CEASED_TRADING: {
    internal: 'The register says that it ceased trading or is dissolved',
    customer: 'The entry in the company register.',
  },
  INSOLVENCY_PETITION: {
    internal: 'An insolvency petition was filed',
    customer: 'A published notice about a procedure of insolvency.',
  },
  ACCOUNTS_OVERDUE: {
    internal: 'Accounts are overdue at the register, and invoices are overdue with us',
    customer: 'Overdue invoices, and accounts not filed with the company register in time.',
  },
  RUINED_ACCOUNTS: {
    internal: 'Balance sheet in distress, and the outside score among the worst',
    customer: 'Figures of the published accounts, and information from a credit agency.',
  },
  NEW_JUDGMENT: {
    internal: 'A judgment or tax default of late stands',
    customer: 'An entry about the company in a public register.',
  },
  COVER_WITHDRAWN: {
    internal: 'A credit insurer withdrew its cover',
    customer: 'A third party that secures our deliveries has changed its decision.',
  },
  KYC_FAILED: {
    internal: 'The identity check failed',
    customer: 'We could not complete a check of company data that we are obliged to make.',
  },
  SANCTIONS: {
    internal: 'A sanctions list matches',
    customer: 'We could not complete a check that we are obliged to make.',
  },
  OVERRIDE: {
    internal: 'A person pinned the band',
    customer: 'Our credit department has decided in your case.',
  },
  WRITE_OFF: {
    internal: 'An amount was written off within a year',
    customer: 'An amount of the last twelve months was never paid.',
  },
};
