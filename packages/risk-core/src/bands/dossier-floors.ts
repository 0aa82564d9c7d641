import { isStanding } from '../state/dossier/court-cases.ts';
import { latestReadings } from '../state/dossier/external-scores.ts';
import { furthestStage, insolvencyStages } from '../state/dossier/insolvency.ts';
import { ACCOUNTS_OVERDUE, CEASED, hasFinding } from '../state/dossier/registry.ts';
import { C, D, E, type FloorRule } from './floor-rule.ts';

const PETITION = insolvencyStages.indexOf('petition');

/** Under protection, in administration or beyond: nothing is paid outside the procedure. */
export const insolvent: FloorRule = {
  code: 'INSOLVENCY',
  isHard: true,
  about: 'insolvency',
  rank: () => E,
  holds: ({ dossier }) => furthestStage(dossier.insolvency) > PETITION,
};

export const ceasedTrading: FloorRule = {
  code: 'CEASED_TRADING',
  isHard: true,
  about: 'registry',
  rank: () => E,
  holds: ({ dossier }) => hasFinding(dossier.registry, CEASED),
};

/** Somebody asked a court; it has not decided. */
export const insolvencyPetition: FloorRule = {
  code: 'INSOLVENCY_PETITION',
  isHard: true,
  about: 'insolvency',
  rank: () => D,
  holds: ({ dossier }) => furthestStage(dossier.insolvency) === PETITION,
};

/** Who neither files nor pays has something to hide or nobody left to do it. */
export const accountsOverdue: FloorRule = {
  code: 'ACCOUNTS_OVERDUE',
  about: 'registry',
  rank: () => D,
  holds: ({ dossier }, _, { cleanOverdue }) =>
    cleanOverdue > 0 && hasFinding(dossier.registry, ACCOUNTS_OVERDUE),
};

/** A judgment or tax default of late that still stands. */
export const newCourtCase: FloorRule = {
  code: 'NEW_JUDGMENT',
  about: 'courtCases',
  rank: () => C,
  holds: ({ dossier, today }, _, __, { registers }) => {
    const { courtCases } = dossier;
    if (courtCases === null) return false;
    const since = today - registers.caseNewDays;
    return courtCases.cases.some(
      (one) => one.kind !== 'charge' && one.registeredOn >= since && isStanding(courtCases, one),
    );
  },
};

/** A balance sheet in distress, and an outside score that says the same. */
export const ruinedAccounts: FloorRule = {
  code: 'RUINED_ACCOUNTS',
  about: 'externalScores',
  rank: () => C,
  holds: ({ dossier }, _, { outside: { X2 } }, { outside }) => {
    if (X2 === null || X2.value >= outside.ruinedAltmanMilli) return false;
    if (dossier.externalScores === null) return false;
    // Stale or not: a band must not get better because nobody asked again.
    return latestReadings(dossier.externalScores).some(
      ({ worsePpm }) => worsePpm > outside.ruinedScorePpm,
    );
  },
};
