import type { Relation } from '../../types/events/index.ts';
import { NEVER } from '../records.ts';
import type { Topic } from './topic.ts';

/** Which other keys the customer belongs to. Stored and published; no rule reads it. */
export interface Affiliation {
  /** Empty without a parent. */
  parentId: string;
  relation: Relation;
  sharesLimit: boolean;
  stamp: number;
  /** The key that this one lives on in; empty unless it was retired. */
  survivorId: string;
  mergeStamp: number;
}

export const affiliation: Topic<Affiliation> = {
  empty: () => ({
    parentId: '',
    relation: 'unknown',
    sharesLimit: false,
    stamp: NEVER,
    survivorId: '',
    mergeStamp: NEVER,
  }),
};
