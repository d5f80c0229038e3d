import { resolve } from "node:path";
import { isPolicyFile } from "../gates/policy.ts";
import type { Overrides } from "../pipeline/sources.ts";

/** What the command line may change of a pipeline file. */
export interface PipelineOptions {
  readonly policy?: string;
  readonly artefacts?: string;
  /** Values in place of the file's, `key.path=value`. */
  readonly set?: readonly string[];
  /** Conditions on cells of the matrix; none: all. */
  readonly cell?: readonly string[];
}

/** The overrides, with paths resolved against the working folder: there a user's shell completes them. */
export function overridesOf({ policy, artefacts, set }: PipelineOptions, cwd: string): Overrides {
  return {
    ...(policy === undefined ? {} : { policy: isPolicyFile(policy) ? resolve(cwd, policy) : policy }),
    ...(artefacts === undefined ? {} : { artefacts: resolve(cwd, artefacts) }),
    ...(set === undefined ? {} : { set }),
  };
}
