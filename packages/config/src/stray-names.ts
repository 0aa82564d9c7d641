import { nearestName } from './nearest-name.ts';
import type { SettingsProblem } from './settings-error.ts';
import type { JsonObject } from './settings-json.ts';
import { variableName } from './settings-shape.ts';

/** Names the file of settings. */
export const fileVariable = 'DUEWATCH_SETTINGS';

/** Sections of the file that no process has. */
export function straySections(file: JsonObject, known: ReadonlySet<string>): SettingsProblem[] {
  return Object.keys(file)
    .filter((name) => !known.has(name))
    .map((name) => {
      const meant = nearestName(name, known) ?? [...known].join(', ');
      return { setting: name, problem: 'is no section', mend: `Remove it or write ${meant}` };
    });
}

/**
 * Variables whose first word is nearly that of settings. Other words are left alone: tests, tools
 * and other programs have variables that begin alike.
 */
export function strayVariables(
  env: Readonly<Record<string, string | undefined>>,
  sections: ReadonlySet<string>,
): SettingsProblem[] {
  const words = [fileVariable, ...[...sections].map((name) => variableName(name, []))];
  return Object.entries(env).flatMap(([variable, text]) => {
    const word = /^DUEWATCH_[^_]+/.exec(variable)?.[0];
    if (text === undefined || word === undefined || words.includes(word)) return [];
    const meant = nearestName(lastPart(word), words.map(lastPart));
    if (meant === undefined) return [];
    const mend = `Remove it or write ${variable.replace(word, `DUEWATCH_${meant}`)}`;
    return [{ setting: variable, problem: 'sets nothing', mend }];
  });
}

/** `DUEWATCH_SCORING` → `SCORING`. */
function lastPart(word: string): string {
  return word.slice('DUEWATCH_'.length);
}
