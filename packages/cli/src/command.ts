/** One word after `duewatch`. A file in commands/ that exports `command` is all that it takes. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `duewatch help <name>` prints. */
  readonly usage: string;
  /**
   * Gets what follows the word; answers the exit code. What it throws is printed as its message.
   */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

/** Where a command speaks. Results go to `out`, all else to `err`, so that pipes stay clean. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
}
