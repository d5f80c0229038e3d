import { InputError, PlanError, StageError, codeOf, type Problem } from "../errors.ts";
import type { CommandOutput, CommandRequest, Sources, StageContext, StageId } from "../stage.ts";
import type { Identity } from "./command-identity.ts";

/** What a thread needs to do a stage of a run. */
export interface StageJob {
  readonly stage: StageId;
  /** The pipeline file, which a team's own stages are relative to. */
  readonly file: string;
  readonly runPath: string;
  /** Where the stage's artefacts are written. */
  readonly folder: string;
  readonly sources: Sources;
  /** What a team's own stage depended on when its key was made. */
  readonly identity: Identity | null;
}

export type ToThread =
  | { readonly kind: "do"; readonly job: StageJob }
  | { readonly kind: "command_ended"; readonly output: CommandOutput }
  | { readonly kind: "command_failed"; readonly message: string }
  | { readonly kind: "close" };

export type FromThread =
  | { readonly kind: "progress"; readonly said: Parameters<StageContext["progress"]> }
  | { readonly kind: "command"; readonly request: CommandRequest }
  | { readonly kind: "done"; readonly warnings: readonly string[] }
  | { readonly kind: "failed"; readonly error: PlainError }
  | { readonly kind: "closed" };

/** An error as plain data: its class does not pass from one thread to another. */
export interface PlainError {
  readonly type: keyof typeof CLASSES | "other";
  readonly problems: readonly Problem[];
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string;
  readonly cause: PlainError | null;
}

const CLASSES = { input: InputError, plan: PlanError, stage: StageError } as const;
const TYPES = ["input", "plan", "stage"] as const;

export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof Error))
    return {
      type: "other",
      problems: [],
      name: "Error",
      message: String(error),
      stack: undefined,
      code: "",
      cause: null,
    };
  const type = TYPES.find((one) => error instanceof CLASSES[one]) ?? "other";
  const problems = "problems" in error ? (error.problems as readonly Problem[]) : [];
  const { name, message, stack, cause } = error;
  const reason = cause === undefined ? null : toPlainError(cause);
  return { type, problems, name, message, stack, code: codeOf(error), cause: reason };
}

export function fromPlainError({ type, problems, name, message, stack, code, cause }: PlainError): Error {
  const options = cause === null ? {} : { cause: fromPlainError(cause) };
  if (type !== "other") return new CLASSES[type](problems, options);
  const error = new Error(message, options);
  if (stack !== undefined) error.stack = stack;
  return Object.assign(error, { name }, code === "" ? {} : { code });
}
