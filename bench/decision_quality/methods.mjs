// What each tool would do with a market's posterior; a plan is money per channel.
import { fitCurve } from "../../dist/lib/curves/fit.js";
import { michaelisMentenFamily } from "../../dist/lib/curves/michaelis-menten.js";
import { selectFamily } from "../../dist/lib/curves/select.js";
import { sigmoidFamily } from "../../dist/lib/curves/sigmoid.js";
import { steadySeries } from "../../dist/lib/media/adstock.js";
import { allocationProblem } from "../../dist/lib/optimise/problem.js";
import { solveBySlsqp } from "../../dist/lib/optimise/slsqp/solver.js";
import { solveByWaterFilling } from "../../dist/lib/optimise/waterfilling/solver.js";
import { riskProblem } from "../../dist/lib/risk/risk-problem.js";
import { solveRisk } from "../../dist/lib/risk/solve.js";

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** Curves fitted to posterior mean contributions against spend, on the scale of spend held steady with this share carried over. */
function meanCurves({ history, adstock, drawn }, modelledAdstock) {
  return history.map((spend, i) => {
    const observations = spend.map((own, t) => ({ date: String(1e6 + t), spend: own }));
    const effective = steadySeries(observations, adstock).spend;
    const contribution = Array.from(
      effective,
      (own) => sum(drawn[i].map((curve) => curve.value(own))) / drawn[i].length,
    );
    const against = steadySeries(observations, modelledAdstock).spend;
    const fits = [michaelisMentenFamily, sigmoidFamily].map((family) =>
      fitCurve(family, against, contribution),
    );
    return selectFamily(fits).best.curve;
  });
}

function problemOf({ names, lower, upper, total }, curves) {
  return allocationProblem({
    channels: names.map((name, i) => ({ name, curve: curves[i], lower: lower[i], upper: upper[i] })),
    budget: { total },
  });
}

/** Meridian's rule: from the lower bounds, the channel whose next step of the grid brings most gets it, until the budget is spent. */
function greedyGrid({ lower, upper, total, drawn }) {
  const tolerance = total * 1e-4;
  const step = tolerance < 1 ? 1 : 10 ** (Math.trunc(Math.log10(tolerance)) + 1);
  const spend = lower.map((least) => Math.round(least / step) * step);
  const meanAt = (i, at) => sum(drawn[i].map((curve) => curve.value(at))) / drawn[i].length;
  const gains = spend.map((at, i) => meanAt(i, at + step) - meanAt(i, at));
  while (sum(spend) + step <= total) {
    const best = gains.reduce((top, gain, i) => (gain > gains[top] ? i : top), 0);
    if (gains[best] === -Infinity) break;
    spend[best] += step;
    gains[best] =
      spend[best] + step > upper[best]
        ? -Infinity
        : meanAt(best, spend[best] + step) - meanAt(best, spend[best]);
  }
  return spend;
}

const OBJECTIVES = {
  mean: { kind: "mean" },
  "mean − 0.5 sd": { kind: "mean_sd", kappa: 0.5 },
  "mean − 1 sd": { kind: "mean_sd", kappa: 1 },
  "CVaR 0.5": { kind: "cvar", alpha: 0.5 },
  "CVaR 0.9": { kind: "cvar", alpha: 0.9 },
  "mean and CVaR 0.9, half each": { kind: "mean_cvar", alpha: 0.9, weight: 0.5 },
  "regret, worst tenth": { kind: "regret", alpha: 0.9 },
  "quantile 0.9": { kind: "quantile", probability: 0.9 },
};

/** Every method's plan for a market. */
export function plansOf(market, nlopt) {
  const { names, current, lower, upper, total, drawn, adstock } = market;
  const scale = total / sum(current);
  const risk = riskProblem({
    channels: names.map((name, i) => ({ name, lower: lower[i], upper: upper[i], curves: drawn[i] })),
    budget: { total },
  });
  const perPeriod = problemOf(market, meanCurves(market, 0));
  const steady = problemOf(market, meanCurves(market, adstock));
  return {
    "today's mix": current.map((spend) => spend * scale),
    "mean curve, SLSQP": [...solveBySlsqp(perPeriod, nlopt).allocation],
    "greedy grid": greedyGrid(market),
    "Sluice mean_curve": [...solveByWaterFilling(steady).allocation],
    ...Object.fromEntries(
      Object.entries(OBJECTIVES).map(([name, objective]) => [
        `Sluice ${name}`,
        [...solveRisk(risk, objective).allocation],
      ]),
    ),
  };
}

/** The best plan on the true curves. */
export const bestPlanOf = (market) => [...solveByWaterFilling(problemOf(market, market.truth)).allocation];
