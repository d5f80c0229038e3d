import { resolve } from "node:path";
import type { Overrides } from "../pipeline/sources.ts";

/** What the command line may change of a pipeline file. */
export interface PipelineOptions {
  readonly policy?: string;
  readonly artefacts?: string;
}

/** The overrides, with the artefacts folder resolved against the working folder: there a user's shell completes it. */
export function overridesOf({ policy, artefacts }: PipelineOptions, cwd: string): Overrides {
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(artefacts === undefined ? {} : { artefacts: resolve(cwd, artefacts) }),
  };
}
