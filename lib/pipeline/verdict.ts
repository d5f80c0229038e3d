import type { Stage } from "../stage.ts";
import { checks, curveChecks, curveGates, gates } from "../../stages/artefacts.ts";

/** Verdicts and checks of data and model. */
const OF_THE_MODEL = { gates, checks } as const;
/** Those, and the ones of the response curves. */
export const OF_THE_CURVES = { gates: curveGates, checks: curveChecks } as const;

/** The verdicts that a stage with these gates stands behind: one that asks nothing of the curves need not wait for them. */
export function verdictFor({ requires }: Pick<Stage, "requires">) {
  return requires.includes("response_curve") ? OF_THE_CURVES : OF_THE_MODEL;
}
