import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { z } from 'zod';
import { environment } from './environment.ts';
import { readSecret } from './secret-file.ts';
import { SettingsError, type SettingsProblem } from './settings-error.ts';
import {
  isObject,
  type JsonObject,
  putAt,
  secretFile,
  valueAt,
  valueFromText,
} from './settings-json.ts';
import {
  fieldsOf,
  isOpen,
  type SettingsField,
  unknownPaths,
  variableName,
} from './settings-shape.ts';
import { fileVariable, straySections, strayVariables } from './stray-names.ts';

/** Where settings come from. Tests give their own; a process uses its environment. */
export interface SettingsSource {
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Sections = Readonly<Record<string, z.ZodType>>;

/** All sections of a file that every process may be given. */
const sectionNames = ['stack', 'ingest', 'scoring', 'alerting', 'notifier'];

/**
 * Reads the JSON file named by DUEWATCH_SETTINGS (if set), lets `DUEWATCH_<SECTION>_<FIELD>`
 * override single fields, replaces `{ "file": "/path" }` by that file's text, and checks the
 * sections asked for. Sections of other processes are left alone. Throws `SettingsError` naming
 * every problem.
 */
export function loadSettings<S extends Sections>(
  sections: S,
  source: SettingsSource = { env: environment() },
): { readonly [K in keyof S]: z.output<S[K]> } {
  // Set to nothing is not set.
  const filePath = source.env[fileVariable] || undefined;
  const file = filePath === undefined ? {} : readJsonFile(filePath);
  const known = new Set([...sectionNames, ...Object.keys(sections)]);
  const problems = [...straySections(file, known), ...strayVariables(source.env, known)];
  const loaded: JsonObject = {};
  for (const [name, schema] of Object.entries(sections)) {
    const section = new Section(name, schema, filePath, problems);
    loaded[name] = section.load(file[name] ?? {}, source.env);
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return loaded as { [K in keyof S]: z.output<S[K]> };
}

function readJsonFile(path: string): JsonObject {
  let problem: string;
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isObject(value)) return value;
    problem = 'does not hold a JSON object';
  } catch (error) {
    problem = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    cause = error;
  }
  const mend = `Put one JSON object there, with a section per name, or correct ${fileVariable}`;
  throw new SettingsError([{ setting: path, problem, mend }], cause);
}

/** One section on its way from file and environment to typed settings. */
class Section {
  readonly #name: string;
  readonly #schema: z.ZodType;
  readonly #fields: readonly SettingsField[];
  readonly #filePath: string | undefined;
  readonly #problems: SettingsProblem[];

  constructor(
    name: string,
    schema: z.ZodType,
    filePath: string | undefined,
    problems: SettingsProblem[],
  ) {
    this.#name = name;
    this.#schema = schema;
    this.#fields = fieldsOf(schema);
    this.#filePath = filePath;
    this.#problems = problems;
  }

  load(fromFile: unknown, env: SettingsSource['env']): unknown {
    const overridden = this.#override(structuredClone(fromFile), env);
    const raw = this.#withSecrets(overridden, []);
    for (const path of unknownPaths(this.#schema, raw)) {
      this.#report(path, 'is not a setting', 'Correct the name or remove it');
    }
    const parsed = this.#schema.safeParse(raw);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const path = issue.path.map(String);
      const isMissing = valueAt(raw, path) === undefined;
      this.#report(path, isMissing ? 'is missing' : lowerFirst(issue.message), this.#mend(path));
    }
    return undefined;
  }

  #override(section: unknown, env: SettingsSource['env']): unknown {
    if (!isObject(section)) return section;
    const prefix = variableName(this.#name, ['']);
    const byVariable = new Map(this.#fields.map((f) => [variableName(this.#name, f.path), f]));
    for (const [variable, text] of Object.entries(env)) {
      if (text === undefined || !variable.startsWith(prefix)) continue;
      const field = byVariable.get(variable);
      if (field === undefined) {
        if (isOpen(this.#schema)) continue;
        const known = [...byVariable.keys()].join(', ');
        const mend = `Remove it or use one of ${known}`;
        this.#problems.push({ setting: variable, problem: 'sets nothing', mend });
      } else {
        putAt(section, field.path, valueFromText(field.schema, text));
      }
    }
    return section;
  }

  /** Invariant: no setting is an object whose only field is `file`; that shape is a reference. */
  #withSecrets(value: unknown, path: readonly string[]): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => this.#withSecrets(item, [...path, String(index)]));
    }
    const file = secretFile(value);
    if (file !== undefined) return this.#readSecret(file, path);
    if (!isObject(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([k, v]) => [k, this.#withSecrets(v, [...path, k])]));
  }

  #readSecret(file: string, path: readonly string[]): string | undefined {
    const base = this.#filePath === undefined ? '.' : dirname(this.#filePath);
    const absolute = resolve(base, file);
    try {
      return readSecret(absolute);
    } catch {
      this.#report(
        path,
        `refers to ${absolute}, which cannot be read`,
        'Create it or mend the path',
      );
      return undefined;
    }
  }

  #mend(path: readonly string[]): string {
    const isField = this.#fields.some((field) => field.path.join('.') === path.join('.'));
    const where = `Set "${path.at(-1) ?? this.#name}" in section "${this.#name}"`;
    const file =
      this.#filePath === undefined ? `the file that ${fileVariable} names` : this.#filePath;
    const variable = isField ? `, or the variable ${variableName(this.#name, path)}` : '';
    return `${where} of ${file}${variable}`;
  }

  #report(path: readonly string[], problem: string, mend: string): void {
    const setting = [this.#name, ...path].join('.');
    // A secret that cannot be read is also missing; the first report says more.
    if (this.#problems.some((one) => one.setting === setting)) return;
    this.#problems.push({ setting, problem, mend });
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
