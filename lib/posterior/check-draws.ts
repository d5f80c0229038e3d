import type { Problem } from "../errors.ts";
import { notFinite } from "./finite.ts";
import { CHAIN, DRAW, lengthOf, placeOf } from "./layout.ts";
import { scalarParameters } from "./parameters.ts";
import { baselineComponents, contributions, observed, perDate, type Source } from "./source.ts";
import type { Roles } from "./writers/roles.ts";

/** Dates that a message names. */
const LISTED = 3;

/** Groups that hold one row per posterior draw must have the posterior's chains and draws. */
export function unequalChains({ data, roles, axes }: Source): Problem[] {
  const names = [
    ["sample_stats", "diverging"],
    ["log_likelihood", roles.target],
  ] as const;
  return names.flatMap(([group, name]) => {
    const variable = name === null ? null : data.variable(group, name);
    if (variable === null) return [];
    const [chains, draws] = [lengthOf(variable, CHAIN), lengthOf(variable, DRAW)];
    if (chains === axes.chains && draws === axes.draws) return [];
    return [
      {
        what: `has ${chains} chains of ${draws} draws, the posterior ${axes.chains} of ${axes.draws}`,
        where: placeOf(data, variable),
        fix: "thin or cut all groups in the same way before the export",
      },
    ];
  });
}

/**
 * Every variable in use that holds NaN or infinite draws; a sampler's unconstrained copies and statistics are not judged, and
 * neither is the log-likelihood: −∞ there says that a draw rules an observation out, which gate g6 judges and names.
 */
export function badDraws(source: Source): Problem[] {
  const { data, axes, roles } = source;
  const { chains, draws } = axes;
  const at = (group: string, name: string): string => `${data.path}:${group}/${name}`;
  const problems: (Problem | null)[] = [];
  const media = contributions(source);
  problems.push(notFinite({ where: at("posterior", media.variable), chains, draws, values: media.values }));
  for (const { name, variable, values } of baselineComponents(source)) {
    problems.push(notFinite({ where: `${at("posterior", variable)} (${name})`, chains, draws, values }));
  }
  for (const { name, isDecisionQuantity, chains: own } of scalarParameters(data, axes.dateDim)) {
    if (!isDecisionQuantity || isComponent(roles, name)) continue;
    const values = new Float64Array(chains * draws);
    own.forEach((chain, c) => {
      values.set(chain, c * draws);
    });
    problems.push(notFinite({ where: at("posterior", name), chains, draws, values }));
  }
  for (const group of ["posterior_predictive", "prior_predictive"]) {
    const predicted = perDate(source, group, 1);
    if (predicted !== null) problems.push(notFinite({ where: at(group, roles.target ?? ""), ...predicted }));
  }
  return [...problems, badObserved(source)].filter((problem) => problem !== null);
}

function isComponent({ baseline }: Roles, name: string): boolean {
  return [...baseline.values()].some(({ variable }) => variable === name);
}

function badObserved(source: Source): Problem | null {
  const values = observed(source);
  const bad = source.axes.dates.filter((_, i) => values !== null && !Number.isFinite(values[i]));
  if (bad.length === 0) return null;
  return {
    what: `NaN or infinite on ${bad.length} of ${source.axes.dates.length} dates (${bad.slice(0, LISTED).join(", ")})`,
    where: `${source.data.path}:observed_data/${source.roles.target ?? ""}`,
    fix: "fit the model to dates with an observed target, and export those",
  };
}
