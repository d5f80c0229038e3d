import { resolve } from "node:path";
import type { Place } from "../audit/runs.ts";
import type { CommonOptions } from "./context.ts";

/** Options of every verb that looks at runs. */
export interface AuditOptions extends CommonOptions {
  /** The pipeline file whose runs are meant. */
  readonly pipeline: string;
  readonly artefacts?: string;
}

/** Where the options say that the runs are. */
export function placeOf({ pipeline, artefacts }: AuditOptions, cwd: string): Place {
  return {
    file: resolve(cwd, pipeline),
    cwd,
    ...(artefacts === undefined ? {} : { artefacts: resolve(cwd, artefacts) }),
  };
}
