import type { DomainEvent } from '../types/events/index.ts';
import type { Account } from './account.ts';
import { applyRelation } from './apply-relation.ts';
import { checkFact } from './check-fact.ts';
import type { RuleOutcome } from './outcome.ts';
import { registerCase, satisfyJudgment } from './rules/court-cases.ts';
import { updateExternalScore } from './rules/external-scores.ts';
import { fileFinancials } from './rules/financials.ts';
import { noteInsolvency } from './rules/insolvency.ts';
import { changeRegistry } from './rules/registry.ts';
import { reportTrade } from './rules/trade-experience.ts';

/** Events about the customer beside its ledger: each changes one topic of the dossier. */
export function applyFact(account: Account, event: DomainEvent): RuleOutcome {
  const refusal = checkFact(event);
  if (refusal) return refusal;
  switch (event.kind) {
    case 'judgment.registered':
    case 'tax_default.registered':
    case 'charge.registered':
      return registerCase(account, event);
    case 'judgment.satisfied':
      return satisfyJudgment(account, event);
    case 'insolvency_notice.published':
      return noteInsolvency(account, event);
    case 'registry.changed':
      return changeRegistry(account, event);
    case 'external_score.updated':
      return updateExternalScore(account, event);
    case 'financials.filed':
      return fileFinancials(account, event);
    case 'trade_experience.reported':
      return reportTrade(account, event);
    default:
      return applyRelation(account, event);
  }
}
