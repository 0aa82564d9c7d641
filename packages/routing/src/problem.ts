/** What is wrong with routes, where, and what to do about it. */
export interface RoutesProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Such as `route.routes[2].match.minSeverity`; empty where the whole file is meant. */
  readonly path: string;
  readonly problem: string;
  readonly mend: string;
}

/** `routes.yaml:6:28 route.routes[0].deliver must be now or digest. Write now or digest.` */
export function problemText(file: string, { line, column, path, ...said }: RoutesProblem): string {
  const what = path === '' ? 'it' : path;
  return `${file}:${line}:${column} ${what} ${said.problem}. ${said.mend}`;
}

/** Notes a problem at a path of the document; `key` means the name there, not its value. */
export type Report = (
  path: readonly PropertyKey[],
  problem: string,
  mend: string,
  at?: 'key',
) => void;
