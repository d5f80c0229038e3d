import type { Objective } from "../risk/objective.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { short } from "../words.ts";
import type { AllocationRequest } from "./request.ts";

/** An objective as it stands in the options. */
export type ObjectiveOption = SchemaTypes["optimisation.options"]["objective"];

/** The objective over draws that an option asks for; null for the optimum on the curves of the posterior means. */
export function objectiveOf(option: ObjectiveOption, { channels }: AllocationRequest): Objective | null {
  switch (option.kind) {
    case "mean_curve":
      return null;
    case "beat_current":
      return { kind: "beat", reference: Float64Array.from(channels, ({ current }) => current) };
    case "mean":
    case "mean_sd":
    case "cvar":
    case "mean_cvar":
    case "quantile":
    case "chance":
    case "regret":
      return option;
  }
}

/** `cvar, alpha 0.9`: the kind with its parameters. */
export function objectiveName(option: ObjectiveOption): string {
  const { kind, ...parameters } = option;
  return [kind, ...Object.entries(parameters).map(([name, value]) => `${name} ${short(value)}`)].join(", ");
}
