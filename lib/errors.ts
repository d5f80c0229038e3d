/** What went wrong, where, and how to mend it: the three parts of every message that a user sees. */
export interface Problem {
  /** The offending value and what was expected of it. */
  readonly what: string;
  /** File with line and column, variable, stage or option that it concerns. */
  readonly where: string;
  /** The next thing to do. */
  readonly fix: string;
}

function render({ what, where, fix }: Problem): string {
  return `${where}: ${what}\n  fix: ${fix}`;
}

/** An error that a user can mend. A programmer's mistake stays a plain `Error` or `RangeError`. */
export class SluiceError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(all.map(render).join("\n"), options);
    this.name = new.target.name;
    this.problems = all;
  }
}

/** The configuration or an input file is not usable (exit 2). */
export class InputError extends SluiceError {}

/** The pipeline as declared cannot be ordered or run (exit 2). */
export class PlanError extends SluiceError {}

/** A stage failed for a reason of its own; `cause` holds what was thrown (exit 4). */
export class StageError extends SluiceError {}

/** The system's code of an error, `ENOENT`; empty where it has none. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? "";
}
