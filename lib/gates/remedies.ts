import type { SchemaTypes } from "../schema/generated.ts";
import type { Check } from "./catalogue.ts";

type Blocked = SchemaTypes["blocked"];

/** A check that keeps a stage shut, with its gate. */
export type FailedCheck = Blocked["gates"][number]["checks"][number] & { readonly gate: string };

/** The checks that keep a stage shut. */
export function failedChecks({ gates }: Blocked): FailedCheck[] {
  return gates.flatMap(({ gate, checks }) => checks.map((check) => ({ gate, ...check })));
}

/** Something to do, and the gates and checks that ask for it. */
export interface Remedy {
  readonly remedy: string;
  readonly gates: readonly string[];
  readonly checkIds: readonly string[];
}

/** What to do about checks, each remedy once, in the order of the first check that asks for it. */
export function remediesOf(
  checks: readonly (Pick<Check, "check_id" | "remedy"> & { readonly gate: string })[],
): Remedy[] {
  return [...new Set(checks.map(({ remedy }) => remedy))].map((remedy) => {
    const own = checks.filter((check) => check.remedy === remedy);
    return {
      remedy,
      gates: [...new Set(own.map(({ gate }) => gate))],
      checkIds: own.map(({ check_id }) => check_id),
    };
  });
}
