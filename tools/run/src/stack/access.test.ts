import { ALERTING_INPUTS } from '@duewatch/alerting';
import { topicDefinitions } from '@duewatch/contracts';
import { NOTIFIER_INPUTS } from '@duewatch/notifier';
import { SCORING_INPUTS } from '@duewatch/scoring-logic';
import { serviceNames } from '../services/service-supervisor.ts';
import { access } from './access.ts';
import { accessScript } from './access-script.ts';

describe('the access list', () => {
  it('lets each service read what it folds and no more', () => {
    expect(access.scoring.reads).toEqual(SCORING_INPUTS);
    expect(access.alerting.reads).toEqual(ALERTING_INPUTS);
    expect(access.notifier.reads).toEqual(NOTIFIER_INPUTS);
  });

  it('lets one service at most write a topic', () => {
    const writersOf = (topic: string) =>
      serviceNames.filter((name) => access[name].writes.some((one) => one === topic));
    const shared = topicDefinitions().filter(({ name }) => writersOf(name).length > 1);
    expect(shared).toEqual([]);
  });

  it('is printed as commands that name every right of a login', () => {
    const lines = accessScript().split('\n');
    expect(lines.filter((line) => line.includes('User:duewatch-scoring '))).toEqual([
      'kafka-acls.sh $KAFKA --add --allow-principal User:duewatch-scoring --operation Read ' +
        '--topic ar.events --group scoring',
      'kafka-acls.sh $KAFKA --add --allow-principal User:duewatch-scoring --operation Write ' +
        '--topic risk.profiles --topic risk.changes --topic scoring.dead-letters',
    ]);
  });
});
