import { resolve } from "node:path";
import type { Place } from "../audit/runs.ts";
import type { CommonOptions } from "./context.ts";

/** Options of every verb that looks at runs. */
export interface AuditOptions extends CommonOptions {
  /** The pipeline file whose runs are meant. */
  readonly pipeline: string;
  readonly artefacts?: string;
  /** Conditions on cells of the matrix; none: all. */
  readonly cell?: readonly string[];
}

/** Where the options say that the runs are. */
export function placeOf({ pipeline, artefacts, cell }: AuditOptions, cwd: string): Place {
  return {
    file: resolve(cwd, pipeline),
    cwd,
    ...(cell === undefined ? {} : { cells: cell }),
    ...(artefacts === undefined ? {} : { artefacts: resolve(cwd, artefacts) }),
  };
}
