import { TOPICS } from '@duewatch/contracts';

/** Consumer group and name of the state. */
export const SCORING = 'scoring';

/** What scoring reads; the store is made for these. */
export const SCORING_INPUTS = [TOPICS.events] as const;
