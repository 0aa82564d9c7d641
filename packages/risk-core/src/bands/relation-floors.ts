import { openMatches } from '../state/dossier/compliance.ts';
import { coversOn } from '../state/dossier/insurance.ts';
import type { FloorRule } from './floor-rule.ts';
import { rankOf } from './ranks.ts';

/** A screening matched a sanctions list, and nobody has cleared it. */
export const sanctionsMatch: FloorRule = {
  code: 'SANCTIONS',
  isHard: true,
  about: 'compliance',
  rank: ({ compliance }) => rankOf(compliance.sanctionsBand),
  holds: ({ dossier }, _, __, { compliance }) =>
    dossier.compliance !== null &&
    openMatches(dossier.compliance, compliance.minMatchPpm).length > 0,
};

/** Nobody knows for certain who the customer is. */
export const kycFailed: FloorRule = {
  code: 'KYC_FAILED',
  isHard: true,
  about: 'compliance',
  rank: ({ compliance }) => rankOf(compliance.kycFailedBand),
  holds: ({ dossier }) => dossier.compliance?.status === 'failed',
};

/** An insurer covers nothing of it any more. */
export const coverWithdrawn: FloorRule = {
  code: 'COVER_WITHDRAWN',
  about: 'insurance',
  rank: ({ insurance }) => rankOf(insurance.withdrawnBand),
  holds: ({ dossier }, _, { today }) =>
    dossier.insurance !== null &&
    coversOn(dossier.insurance, today).some(({ state }) => state === 'withdrawn'),
};
