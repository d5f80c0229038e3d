import type { InferenceData } from "../inference-data.ts";
import type { Writer } from "../posterior.ts";

/** What one program that writes posteriors calls the parts that are needed from it; names are tried in order. */
export interface Adapter {
  readonly name: Writer["name"];
  /** The writer as the file tells it, or null when the file is another program's. */
  recognise(data: InferenceData): Writer | null;
  readonly contribution: readonly string[];
  readonly controlContribution: readonly string[];
  /** Baseline components other than controls: component name to variable, among the names in the posterior group. */
  baseline(names: readonly string[]): ReadonlyMap<string, string>;
  /** True when the variable is on the scale that the target was divided down to. */
  isScaled(variable: string): boolean;
  /** Why the file has no channel contributions, for the message. */
  readonly withoutContribution: string;
}
