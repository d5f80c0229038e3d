import type { Terminal } from "./terminal.ts";

/** Options that every verb takes. */
export interface CommonOptions {
  readonly json: boolean;
  readonly verbose: boolean;
}

/** What a verb gets from the process. */
export interface Context {
  readonly terminal: Terminal;
  readonly cwd: string;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}
