import { explainDirectly } from "../infeasibility.ts";
import type { AllocationProblem } from "../problem.ts";
import { reach } from "../reachable.ts";
import { strictProgram } from "./strict.ts";
import { differenceOf, type WarmStart } from "./warm-start.ts";

/**
 * In what a warm start differs from a problem, so that no search can begin there.
 *
 * @returns Words that complete "differs in"; null where it is alike, or where the problem leaves nothing to search.
 */
export function startDifference(problem: AllocationProblem, start: WarmStart): string | null {
  const within = reach(problem);
  if (explainDirectly(problem, within)) return null;
  const { program } = strictProgram(problem, within);
  return program && differenceOf(program, start);
}
