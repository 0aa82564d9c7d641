import { openTopic } from '../../state/dossier/dossier.ts';
import { addNotice, insolvencyStages } from '../../state/dossier/insolvency.ts';
import type { InsolvencyNoticePublished, InsolvencyStage } from '../../types/events/index.ts';
import type { Account } from '../account.ts';
import { stampOf } from '../keys.ts';
import { applied, ignored, type RuleOutcome } from '../outcome.ts';

/** A case goes on or is withdrawn. A stage that nobody knows is at least a petition. */
export function noteInsolvency(account: Account, event: InsolvencyNoticePublished): RuleOutcome {
  const isNew = addNotice(openTopic(account.profile.dossier, 'insolvency'), {
    id: event.caseId,
    stage: stageNo(event.stage),
    publishedOn: event.publishedOn,
    isWithdrawn: event.withdrawn,
    stamp: stampOf(event),
  });
  return isNew ? applied : ignored('older_version');
}

function stageNo(stage: InsolvencyStage): number {
  return stage === 'unknown' ? 0 : insolvencyStages.indexOf(stage);
}
