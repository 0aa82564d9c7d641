/** One thing that is wrong with the settings, in words for the person who must mend it. */
export interface SettingsProblem {
  /** `section.field`, or the file's or variable's name when that itself is wrong. */
  readonly setting: string;
  /** Never holds the value: it may be a secret. */
  readonly problem: string;
  readonly mend: string;
}

/** The process must not start. Lists every problem at once, so that one round mends them all. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'SETTINGS_INVALID';
  readonly retriable = false;
  readonly problems: readonly SettingsProblem[];

  constructor(problems: readonly SettingsProblem[], cause?: unknown) {
    const lines = problems.map((one) => `  ${one.setting}: ${one.problem}. ${one.mend}.`);
    super(['The settings cannot be used.', ...lines].join('\n'), { cause });
    this.problems = problems;
  }
}
