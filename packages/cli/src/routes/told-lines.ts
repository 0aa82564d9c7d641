import {
  type ChangeRoute,
  describeRoute,
  type Labels,
  type Told,
  type When,
} from '@duewatch/routing';

/** Who, when, and below it the routes from the top that led there, each with its line. */
export function toldLines(told: Told, file: string, labels: Labels): readonly string[] {
  const { receiver, when, path, isEscalation } = told;
  const route = path.at(-1);
  const second = labels.isUnacknowledged ? [] : (route?.escalateTo ?? []);
  const why = isEscalation ? ', because nobody has acknowledged it' : '';
  return [
    `${receiver.padEnd(20)} ${whenText(when)}${why}`,
    ...path.map((one) => `  ${file}:${one.line ?? one.name}  ${describeRoute(one)}`),
    ...second.map((id) => `  then ${id}, if nobody acknowledges it`),
  ];
}

/** Who gets the changes of the alert's tenant, whatever becomes of the alert. */
export function changeLines(
  { receiver, line, name }: ChangeRoute,
  file: string,
  { tenant }: Labels,
): readonly string[] {
  return [`${receiver.padEnd(20)} every change of ${tenant}`, `  ${file}:${line ?? name}`];
}

function whenText(when: When): string {
  if (when.kind === 'now') return 'now';
  const { slot, group, mutedBy } = when;
  const digest = `${slot}${group === null ? '' : ` (${group})`}`;
  return mutedBy === null ? `in the digest of ${digest}` : `muted by ${mutedBy} until ${digest}`;
}
