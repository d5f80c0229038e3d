import { interval } from "../draws/quantile.ts";
import { sum } from "../linalg/vector.ts";
import { mean } from "../linalg/vector.ts";
import { VIOLATION_TOLERANCE } from "../optimise/certificate.ts";
import { violation } from "../optimise/violation.ts";
import { cvar } from "../risk/measures.ts";
import { responses, type RiskProblem } from "../risk/risk-problem.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { short } from "../words.ts";
import type { ChannelCurve } from "./curves.ts";
import { drawnProblem, type DrawnCurves } from "./drawn.ts";
import type { AllocationRequest } from "./request.ts";
import { expectedPrice, type Scenario } from "./scenarios.ts";

type SummaryRow = SchemaTypes["scenario_summary"][number];
type PlanRow = SchemaTypes["scenario_plans"][number];
type Adequacy = SummaryRow["adequacy"];

/** Share of the worst draws that count as the downside. */
const DOWNSIDE = 0.9;
/** Share of the budget within which a channel stands at a bound. */
const HELD = 1e-6;

/** What the rows are made from. */
export interface SummaryParts {
  readonly request: AllocationRequest;
  readonly curves: DrawnCurves;
  readonly observed: readonly ChannelCurve[];
  readonly adequacy: Adequacy;
}

const NOTHING = {
  spend: null,
  contribution: null,
  contribution_q05: null,
  contribution_q95: null,
  cvar_90: null,
  roi: null,
  roi_q05: null,
  roi_q95: null,
  mroi: null,
  probability_beats_current: null,
  gain: null,
  gain_q05: null,
  gain_q95: null,
  gain_cvar_90: null,
  gain_beyond_observed: null,
  binding: "",
} as const;

/** The rows of scenario_summary.csv. */
export function summaryRows(all: readonly Scenario[], parts: SummaryParts): SummaryRow[] {
  const { request, curves, adequacy } = parts;
  const asked = drawnProblem(request, curves);
  const current = responses(
    asked,
    request.channels.map((channel) => channel.current),
  );
  return all.map((scenario) => {
    const { name, objective, status, gapRelative, starts, plan } = scenario;
    const head = { scenario: name, objective, status, gap_relative: gapRelative, starts };
    if (plan === null) return { ...head, keeps_limits: false, ...NOTHING, adequacy };
    const price = expectedPrice(scenario, curves);
    return {
      ...head,
      keeps_limits: keepsLimits(scenario, curves, plan),
      ...measured(asked, plan, current),
      mroi: price,
      gain_beyond_observed: beyondObserved(plan, parts),
      binding: bindingLimits(scenario, curves, price ?? 0),
      adequacy,
    };
  });
}

function keepsLimits({ request, status }: Scenario, curves: DrawnCurves, plan: Float64Array): boolean {
  const spent = sum(plan);
  // Of a plan that was given the limits of each channel are meant, not the budget.
  const total = status === "given" ? spent : request.total;
  const { expected } = drawnProblem({ ...request, total }, curves);
  return violation(expected, plan).largest <= VIOLATION_TOLERANCE * Math.max(total, spent);
}

/** What a plan brings, by draw and against current spend in the same draw. */
function measured(problem: RiskProblem, plan: Float64Array, current: Float64Array) {
  const response = responses(problem, plan);
  const gains = response.map((one, d) => one - (current[d] ?? NaN));
  const spend = sum(plan);
  const [contribution, gain] = [interval(response), interval(gains)];
  const perSpend = (value: number) => (spend > 0 ? value / spend : null);
  return {
    spend,
    contribution: mean(response),
    contribution_q05: contribution.q05,
    contribution_q95: contribution.q95,
    cvar_90: cvar(response, DOWNSIDE),
    roi: perSpend(mean(response)),
    roi_q05: perSpend(contribution.q05),
    roi_q95: perSpend(contribution.q95),
    probability_beats_current: gains.filter((one) => one > 0).length / gains.length,
    gain: mean(gains),
    gain_q05: gain.q05,
    gain_q95: gain.q95,
    gain_cvar_90: cvar(gains, DOWNSIDE),
  };
}

function beyondObserved(plan: Float64Array, { request, curves, observed }: SummaryParts): number {
  let gained = 0;
  let beyond = 0;
  request.channels.forEach(({ current }, i) => {
    const spend = plan[i] ?? NaN;
    const known = Math.max(current, observed[i]?.maxObservedSpend ?? 0);
    const meanAt = (at: number) => mean(Float64Array.from(curves[i] ?? [], (curve) => curve.value(at)));
    gained += Math.max(0, meanAt(spend) - meanAt(current));
    beyond += Math.max(0, meanAt(spend) - meanAt(known));
  });
  return gained > 0 ? Math.min(1, beyond / gained) : 0;
}

const marginalOf = (curves: DrawnCurves, i: number, spend: number) =>
  mean(Float64Array.from(curves[i] ?? [], (curve) => curve.slope(spend)));

/** The limits that hold a plan, with what one more unit of money there would bring beyond the price of money. */
function bindingLimits({ request, plan, status }: Scenario, curves: DrawnCurves, price: number): string {
  if (plan === null || status === "given") return "";
  const tolerance = HELD * request.total;
  const bounds = request.channels.flatMap(({ name, lower, upper }, i) => {
    const spend = plan[i] ?? NaN;
    const worth = short(marginalOf(curves, i, spend) - price);
    if (upper - lower <= tolerance) return [`${name} fixed (${worth})`];
    if (upper - spend <= tolerance) return [`${name} upper (${worth})`];
    if (spend - lower > tolerance) return [];
    return [lower > 0 ? `${name} lower (${worth})` : `${name} at nothing (${worth})`];
  });
  const groups = request.groups.flatMap(({ name, channels, budget }) => {
    const spent = sum(
      request.channels.map((channel, i) => (channels.includes(channel.name) ? (plan[i] ?? NaN) : 0)),
    );
    return Math.abs(spent - budget) <= tolerance ? [`group ${name}`] : [];
  });
  return [...bounds, ...groups].join("; ");
}

/** The rows of scenario_plans.csv. */
export function planRows(
  all: readonly Scenario[],
  { request, curves, observed, adequacy }: SummaryParts,
): PlanRow[] {
  return all.flatMap(({ name, plan }) =>
    plan === null
      ? []
      : request.channels.map((channel, i) => {
          const spend = plan[i] ?? NaN;
          const values = Float64Array.from(curves[i] ?? [], (curve) => curve.value(spend));
          const { q05, q95 } = interval(values);
          return {
            scenario: name,
            channel: channel.name,
            spend,
            change: spend - channel.current,
            contribution: mean(values),
            contribution_q05: q05,
            contribution_q95: q95,
            marginal: marginalOf(curves, i, spend),
            beyond_observed: spend > (observed[i]?.maxObservedSpend ?? Infinity),
            adequacy,
          };
        }),
  );
}
