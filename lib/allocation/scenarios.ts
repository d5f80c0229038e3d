import { explainInfeasibility } from "../optimise/infeasibility.ts";
import { bestPlan } from "../risk/best-plan.ts";
import { budgetFor } from "../risk/flexible.ts";
import { solveRisk } from "../risk/solve.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite, isSameAmount, short } from "../words.ts";
import { drawnProblem, type DrawnCurves } from "./drawn.ts";
import { objectiveName, objectiveOf, type ObjectiveOption } from "./objective.ts";
import { boundsOf, type AllocationRequest } from "./request.ts";

type Options = SchemaTypes["optimisation.options"];
type Change = Options["compare"][string];
type Status = SchemaTypes["scenario_summary"][number]["status"];

/** A plan to be compared; no plan where none keeps the limits. */
export interface Scenario {
  readonly name: string;
  readonly objective: string;
  readonly status: Status;
  readonly gapRelative: number | null;
  readonly starts: number;
  /** The question that its limits are of. */
  readonly request: AllocationRequest;
  /** Money per channel. */
  readonly plan: Float64Array | null;
}

/** The worst tenth of the draws is what a plan called risk-averse looks at. */
const RISK_AVERSE: ObjectiveOption = { kind: "cvar", alpha: 0.9 };

/** The question with the changes of a scenario; its budget, where an aim is given, still to be found. */
export function changedRequest(request: AllocationRequest, change: Change): AllocationRequest {
  const total = change.total_budget ?? (change.multiplier ?? 1) * request.total;
  const channels = request.channels.map((channel) => {
    const limit = change.bounds[channel.name];
    const { current } = channel;
    if (change.freeze.includes(channel.name)) return { ...channel, lower: current, upper: current };
    return limit === undefined ? channel : { ...channel, ...boundsOf(limit, current, total) };
  });
  return { ...request, channels, total };
}

/** The scenario that an objective makes of a question. */
export function chosen(
  name: string,
  request: AllocationRequest,
  curves: DrawnCurves,
  option: ObjectiveOption,
  aim: Change["aim"] = null,
): Scenario {
  const question = drawnProblem(request, curves);
  const found = aim === null ? null : budgetFor(question.expected, aim);
  const own = found === null ? request : { ...request, total: found.budget, isAtMost: false };
  const objective = objectiveName(option);
  const none: Scenario = {
    name,
    objective,
    status: "infeasible",
    gapRelative: null,
    starts: 0,
    request: own,
    plan: null,
  };
  const problem = found === null ? question : drawnProblem(own, curves);
  if ((aim !== null && found === null) || explainInfeasibility(problem.expected) !== null) return none;
  const solution = solveRisk(problem, objectiveOf(option, request) ?? { kind: "mean" });
  if (solution === null) return none;
  const status = found?.isMet === false ? "aim_unmet" : solution.status;
  const { relativeGap, starts, allocation } = solution;
  return { ...none, status, gapRelative: finite(relativeGap), starts, plan: allocation };
}

function given(name: string, request: AllocationRequest, plan: Float64Array): Scenario {
  return { name, objective: "none", status: "given", gapRelative: null, starts: 0, request, plan };
}

/** Mean spend of the last year of the data; null where the data are no longer than what current spend is the mean of. */
function lastYear(
  { channels, referencePeriods }: AllocationRequest,
  periodsPerYear: number,
): Float64Array | null {
  const all = channels[0]?.history.length ?? 0;
  if (periodsPerYear > all || periodsPerYear === referencePeriods) return null;
  return Float64Array.from(channels, ({ history }) => {
    const own = history.subarray(all - periodsPerYear);
    return own.reduce((sum, spend) => sum + spend, 0) / periodsPerYear;
  });
}

/** What the scenarios are made from. */
export interface ScenarioParts {
  readonly request: AllocationRequest;
  readonly curves: DrawnCurves;
  readonly options: Options;
  readonly recommended: Scenario;
  readonly periodsPerYear: number;
}

/** The built-in scenarios, then those of the options. */
export function scenarios({
  request,
  curves,
  options,
  recommended,
  periodsPerYear,
}: ScenarioParts): Scenario[] {
  const current = Float64Array.from(request.channels, (channel) => channel.current);
  const year = lastYear(request, periodsPerYear);
  const isSame = isSameAmount(request.total, request.currentTotal) || !(request.currentTotal > 0);
  const scale = request.total / request.currentTotal;
  const mean: ObjectiveOption = { kind: "mean" };
  const budgets = request.scenarios.filter((multiplier) => multiplier !== 1);
  return [
    given("current", request, current),
    ...(year === null ? [] : [given("last_year", request, year)]),
    ...(isSame
      ? []
      : [
          given(
            "proportional",
            request,
            current.map((spend) => scale * spend),
          ),
        ]),
    recommended,
    chosen("expected", request, curves, mean),
    chosen("risk_averse", request, curves, RISK_AVERSE),
    ...budgets.map((multiplier) =>
      chosen(
        `budget × ${short(multiplier)}`,
        { ...request, total: multiplier * request.total },
        curves,
        mean,
      ),
    ),
    ...Object.entries(options.compare).map(([name, change]) =>
      chosen(name, changedRequest(request, change), curves, change.objective, change.aim),
    ),
  ];
}

/** What one more unit of money would bring in expectation, spent for the best within the limits; null where none can be spent. */
export function expectedPrice({ request, plan }: Scenario, curves: DrawnCurves): number | null {
  if (plan === null) return null;
  const spent = plan.reduce((sum, spend) => sum + spend, 0);
  const { expected } = drawnProblem({ ...request, total: spent, isAtMost: false }, curves);
  return explainInfeasibility(expected) === null ? finite(bestPlan(expected)?.price) : null;
}
