import type { BudgetFrontierInput } from "../../lib/charts/budget-frontier.ts";
import type { BudgetOptimisationInput } from "../../lib/charts/budget-optimisation.ts";
import type { BudgetScenariosInput } from "../../lib/charts/budget-scenarios.ts";
import type { CoverageInput } from "../../lib/charts/coverage.ts";
import type { FitOverTimeInput } from "../../lib/charts/fit-over-time.ts";
import type { MarginalReturnsInput } from "../../lib/charts/marginal-returns.ts";
import type { MultiperiodAllocationInput } from "../../lib/charts/multiperiod-allocation.ts";
import type { ResponseCurvesInput } from "../../lib/charts/response-curves.ts";

/** What a family of example inputs is drawn for. */
export interface ExampleOptions {
  readonly names: readonly string[];
  readonly periods: number;
  readonly currency: string | null;
}

export const FIVE_CHANNELS = ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"];

const SPENDS = [14_843, 43_218, 3_729, 2_146, 5_916];
const CONTRIBUTIONS = [60_000, 11_000, 25_600, 8_400, 4_800];
const OPTIMISED_SHARES = [1.42, 0.63, 1.5, 1.38, 1.05];

/** A fixed number in [0, 1) for each index, without a pattern that the eye would see (two rounds of an integer hash). */
function scatter(index: number): number {
  let x = Math.imul(index + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

function at(values: readonly number[], index: number): number {
  return values[index % values.length]! * (1 + 0.13 * Math.floor(index / values.length));
}

/** Michaelis–Menten curve through the channel's current point. */
function response(index: number, spend: number): number {
  const half = at(SPENDS, index) * (0.5 + scatter(index + 1));
  const top = (at(CONTRIBUTIONS, index) * (half + at(SPENDS, index))) / at(SPENDS, index);
  return (top * spend) / (half + spend);
}

export function isoDate(week: number): string {
  return new Date(Date.UTC(2023, 0, 2) + week * 7 * 86_400_000).toISOString().slice(0, 10);
}

const units = (currency: string | null) => ({
  currency,
  contributionUnit: currency === null ? null : `${currency} revenue`,
  period: "week" as const,
});

function optimisedSpends(names: readonly string[]): number[] {
  const raw = names.map((_, c) => at(SPENDS, c) * OPTIMISED_SHARES[c % OPTIMISED_SHARES.length]!);
  const budget = names.reduce((sum, _, c) => sum + at(SPENDS, c), 0);
  const scale = budget / raw.reduce((a, b) => a + b, 0);
  return raw.map((spend) => spend * scale);
}

export function optimisationExample({ names, currency }: ExampleOptions): BudgetOptimisationInput {
  const optimised = optimisedSpends(names);
  return {
    ...units(currency),
    adequacy: "pass",
    gainInterval: names.length === 1 ? null : { probability: 0.9, lower: 0.081, upper: 0.274 },
    channels: names.map((name, c) => ({
      name,
      currentSpend: at(SPENDS, c),
      optimisedSpend: optimised[c]!,
      currentContribution: response(c, at(SPENDS, c)),
      optimisedContribution: response(c, optimised[c]!),
      atBound: c % 5 === 1 ? "lower" : c % 5 === 2 ? "upper" : null,
    })),
  };
}

export function scenariosExample({ names, currency }: ExampleOptions): BudgetScenariosInput {
  const optimised = optimisedSpends(names);
  return {
    ...units(currency),
    channels: names,
    currentBudget: optimised.reduce((sum, spend) => sum + spend, 0),
    adequacy: "pass",
    scenarios: [0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.5].map((multiplier) => {
      const spend = optimised.map((value) => value * multiplier);
      const contribution = spend.reduce((sum, value, c) => sum + response(c, value), 0);
      const more = spend.reduce((sum, value, c) => sum + response(c, value * 1.001), 0);
      const budget = spend.reduce((a, b) => a + b, 0);
      return {
        multiplier,
        budget,
        isFeasible: multiplier > 0.5,
        contribution,
        marginalReturn: (more - contribution) / (budget * 0.001),
        spend,
      };
    }),
  };
}

/** Slope of a channel's curve: what one more unit of spend adds. */
function slope(index: number, spend: number): number {
  const half = at(SPENDS, index) * (0.5 + scatter(index + 1));
  return (response(index, spend) * half) / (spend * (half + spend));
}

/** Spend at which a channel's curve has a given slope; none where it never is that steep. */
function spendAtSlope(index: number, price: number): number {
  const half = at(SPENDS, index) * (0.5 + scatter(index + 1));
  const top = (response(index, half) * 2 * half) / half;
  return Math.max(0, Math.sqrt((top * half) / price) - half);
}

const SHADOW_PRICE = 0.74;

export function marginalReturnsExample({ names, currency }: ExampleOptions): MarginalReturnsInput {
  const bindings = ["none", "lower", "upper", "none", "none", "none", "fixed", "group"] as const;
  return {
    ...units(currency),
    adequacy: "pass",
    shadowPrice: SHADOW_PRICE,
    channels: names.map((name, c) => {
      const binding = bindings[c % bindings.length]!;
      const current = at(SPENDS, c);
      const factor = binding === "lower" ? 0.7 : binding === "upper" ? 1.5 : 1.1;
      return {
        name,
        currentMarginal: slope(c, current),
        optimisedMarginal: binding === "none" ? SHADOW_PRICE : slope(c, factor * current),
        binding,
      };
    }),
  };
}

export function frontierExample({ names, currency }: ExampleOptions): BudgetFrontierInput {
  const plan = (price: number) => {
    const spends = names.map((_, c) => spendAtSlope(c, price));
    return {
      budget: spends.reduce((a, b) => a + b, 0),
      contribution: spends.reduce((sum, spend, c) => sum + response(c, spend), 0),
      marginalReturn: price,
    };
  };
  const split = (multiplier: number) => ({
    budget: names.reduce((sum, _, c) => sum + multiplier * at(SPENDS, c), 0),
    contribution: names.reduce((sum, _, c) => sum + response(c, multiplier * at(SPENDS, c)), 0),
  });
  const { budget, contribution } = plan(0.74);
  const current = split(1);
  return {
    ...units(currency),
    contributionUnit: currency,
    adequacy: "pass",
    frontier: Array.from({ length: 31 }, (_, step) => plan(2.4 * 0.93 ** step)),
    current,
    recommended: { budget, contribution },
    proportional: split(budget / current.budget),
  };
}

export function multiperiodExample({ names, periods, currency }: ExampleOptions): MultiperiodAllocationInput {
  const optimised = optimisedSpends(names);
  return {
    ...units(currency),
    adequacy: "warn",
    dates: Array.from({ length: periods }, (_, t) => isoDate(t)),
    channels: names.map((name, c) => {
      const ramp = 0.08;
      const current = at(SPENDS, c);
      const spend: number[] = [];
      for (let t = 0; t < periods; t++) {
        const before = spend[t - 1] ?? current;
        const season = 1 + 0.12 * Math.sin((2 * Math.PI * (t + 3 * c)) / 26);
        const wanted = optimised[c]! * season;
        spend.push(Math.min(Math.max(wanted, before * (1 - ramp)), before * (1 + ramp)));
      }
      const before = [current, ...spend].slice(0, periods);
      return {
        name,
        spend,
        currentSpend: current,
        envelope: { lower: before.map((x) => x * (1 - ramp)), upper: before.map((x) => x * (1 + ramp)) },
      };
    }),
  };
}

export function curvesExample({ names, currency }: ExampleOptions): ResponseCurvesInput {
  const optimised = optimisedSpends(names);
  return {
    ...units(currency),
    channels: names.map((name, c) => {
      const current = at(SPENDS, c);
      const spend = Array.from({ length: 150 }, (_, t) =>
        Math.max(0, current * (2.2 * scatter(1000 * c + t) - 0.5)),
      );
      const grid = Array.from({ length: 61 }, (_, i) => (current * 2.6 * i) / 60);
      const fitted = grid.map((x) => response(c, x));
      return {
        name,
        observed: {
          spend,
          contribution: spend.map((x, t) => response(c, x) * (0.8 + 0.4 * scatter(1000 * c + t + 500))),
        },
        curve: {
          spend: grid,
          contribution: fitted,
          bands: [
            { probability: 0.9, lower: fitted.map((y) => y * 0.85), upper: fitted.map((y) => y * 1.2) },
            { probability: 0.5, lower: fitted.map((y) => y * 0.94), upper: fitted.map((y) => y * 1.08) },
          ],
        },
        currentSpend: current,
        optimisedSpend: optimised[c]!,
      };
    }),
  };
}

export function fitExample({ periods, currency }: ExampleOptions): FitOverTimeInput {
  const weeks = Array.from({ length: periods }, (_, t) => t);
  const median = weeks.map(
    (t) => 1_700_000 + 550_000 * Math.cos((2 * Math.PI * (t - 48)) / 52) + 150_000 * Math.sin(t / 3),
  );
  return {
    dates: weeks.map(isoDate),
    observed: median.map((value, t) => value + 520_000 * (scatter(t) + scatter(t + 7000) - 1)),
    median,
    lower: median.map((value) => value - 360_000),
    upper: median.map((value) => value + 360_000),
    probability: 0.9,
    target: "revenue",
    unit: currency,
    period: "week",
    rSquared: 0.873,
  };
}

export function coverageExample(): CoverageInput {
  const nominal = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  return {
    nominal,
    empirical: [0.08, 0.18, 0.27, 0.36, 0.47, 0.55, 0.66, 0.74, 0.86],
    band: {
      probability: 0.95,
      lower: nominal.map((p) => p - 1.96 * Math.sqrt((p * (1 - p)) / 179)),
      upper: nominal.map((p) => p + 1.96 * Math.sqrt((p * (1 - p)) / 179)),
    },
    observations: 179,
  };
}
