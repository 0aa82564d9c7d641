import { topicBit } from '../state/dossier/dossier.ts';
import type { Profile } from '../state/profile.ts';
import type { ConditionCode } from '../types/assessment.ts';
import { families } from './catalogue.ts';
import type { CaseFamily, CustomerFamily, Family, RecordFamily } from './family.ts';

/**
 * A family as every look asks it. Families themselves come in two dozen shapes of objects, and to
 * read a field of so many shapes costs as much as most judgements; these have one.
 */
class Asked<One extends Family> {
  readonly family: One;
  readonly code: ConditionCode;
  readonly judge: One['judge'];
  /** Bit of the topic that it is about; 0 when it is always asked. */
  private readonly topic: number;

  constructor(family: One) {
    this.family = family;
    this.code = family.code;
    this.judge = family.judge;
    this.topic = family.about === undefined ? 0 : topicBit(family.about);
  }

  /** True while it has nothing to say: its topic is unknown, and it does not hold already. */
  isIdle({ dossier, conditions }: Profile): boolean {
    if (this.topic === 0 || (dossier.known & this.topic) !== 0) return false;
    for (const { code } of conditions) {
      if (code === this.code) return false;
    }
    return true;
  }
}

const asked = families.map((family) => new Asked<Family>(family));

function isOfCustomer(one: Asked<Family>): one is Asked<CustomerFamily> {
  return one.family.scope === 'customer';
}

function isOfCases(one: Asked<Family>): one is Asked<CaseFamily> {
  return one.family.scope === 'case';
}

function isOfRecords(one: Asked<Family>): one is Asked<RecordFamily> {
  return !isOfCustomer(one) && !isOfCases(one);
}

export const ofCustomer = asked.filter(isOfCustomer);
export const ofCases = asked.filter(isOfCases);
export const ofRecords = asked.filter(isOfRecords);
/** Those that time alone may raise or end. */
export const timed = ofCustomer.flatMap(({ code, family: { nextOn } }) => {
  return nextOn ? [{ code, nextOn }] : [];
});
