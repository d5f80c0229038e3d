import { InputError, type Problem } from "../../errors.ts";
import type { InferenceData } from "../inference-data.ts";
import type { PosteriorMapping, Writer } from "../posterior.ts";
import { meantOr } from "../../schema/nearest.ts";
import type { Adapter } from "./adapter.ts";
import { meridian } from "./meridian.ts";
import { pymcMarketing } from "./pymc-marketing.ts";
import { unknownWriter } from "./unknown.ts";

const ADAPTERS: readonly Adapter[] = [pymcMarketing, meridian, unknownWriter];

/** A posterior variable and the factor that takes it to target units. */
export interface Part {
  readonly variable: string;
  readonly factor: number;
}

/** Which variable plays which part in one file. */
export interface Roles {
  readonly writer: Writer;
  readonly contribution: Part;
  /** One component per label of the variable's own dimension; null when the model has no controls. */
  readonly controlContribution: Part | null;
  readonly baseline: ReadonlyMap<string, Part>;
  /** Likelihood variable in the groups of observed and predicted values; null when there are none. */
  readonly target: string | null;
  readonly targetScale: number;
}

const TARGET_GROUPS = ["observed_data", "posterior_predictive", "prior_predictive", "log_likelihood"];

function recognised(data: InferenceData): { adapter: Adapter; writer: Writer } {
  for (const adapter of ADAPTERS) {
    const writer = adapter.recognise(data);
    if (writer !== null) return { adapter, writer };
  }
  return { adapter: unknownWriter, writer: { name: "unknown", version: null } };
}

function listed(names: readonly string[]): string {
  const shown = names.filter((name) => !name.endsWith("__"));
  return shown.length === 0 ? "none" : shown.join(", ");
}

function targetNames(data: InferenceData): string[] {
  return [...new Set(TARGET_GROUPS.flatMap((group) => data.names(group)))];
}

function unknownName(where: string, key: string, name: string, known: readonly string[]): Problem {
  return {
    what: `posterior.${key} names ${name}, which is not there (variables: ${listed(known)})`,
    where,
    fix: meantOr(name, known, `set posterior.${key} to one of them`),
  };
}

function checkMapping(data: InferenceData, mapping: PosteriorMapping): void {
  const names = data.names("posterior");
  const wanted: [string, string | null][] = [
    ["contribution", mapping.contribution],
    ["control_contribution", mapping.controlContribution],
    ...Object.entries(mapping.baseline ?? {}).map(([name, variable]): [string, string] => [
      `baseline.${name}`,
      variable,
    ]),
  ];
  const problems = wanted.flatMap(([key, name]) =>
    name === null || names.includes(name) ? [] : [unknownName(`${data.path}:posterior`, key, name, names)],
  );
  const targets = targetNames(data);
  if (mapping.target !== null && !targets.includes(mapping.target)) {
    problems.push(unknownName(data.path, "target", mapping.target, targets));
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** What the target was divided by: constant_data/target_scale, a scalar or of one value; null when the file has none. */
function targetScaleOf(data: InferenceData): number | null {
  const variable = data.variable("constant_data", "target_scale");
  if (variable === null) return null;
  const [scale = NaN, ...more] = variable.values();
  if (scale > 0 && Number.isFinite(scale) && more.length === 0) return scale;
  throw new InputError({
    what: `is ${[scale, ...more].slice(0, 3).join(", ")}; expected one positive number`,
    where: `${data.path}:constant_data/target_scale`,
    fix: "export the posterior of one market, with the scale of its target",
  });
}

function targetOf(data: InferenceData): string | null {
  const observed = data.names("observed_data");
  const names = observed.length > 0 ? observed : targetNames(data);
  const [only] = names;
  if (only === undefined || names.length === 1) return only ?? null;
  if (names.includes("y")) return "y";
  throw new InputError({
    what: `which variable is the target cannot be told (variables: ${names.join(", ")})`,
    where: `${data.path}:observed_data`,
    fix: "set posterior.target to its name",
  });
}

function noContribution(data: InferenceData, adapter: Adapter): InputError {
  return new InputError({
    what: `${adapter.withoutContribution} (variables: ${listed(data.names("posterior"))})`,
    where: `${data.path}:posterior`,
    fix: "add a variable over (chain, draw, date, channel) in target units and set posterior.contribution to its name",
  });
}

/**
 * Which variables of the file play which part: as the mapping says, else as the recognised writer names them.
 *
 * @throws InputError when the mapping names what is not there, or there are no channel contributions.
 */
export function rolesOf(data: InferenceData, mapping: PosteriorMapping): Roles {
  checkMapping(data, mapping);
  const { adapter, writer } = recognised(data);
  const names = data.names("posterior");
  const scale = targetScaleOf(data);
  const first = (known: readonly string[]): string | null =>
    known.find((name) => names.includes(name)) ?? null;
  const part = (variable: string): Part => {
    if (!adapter.isScaled(variable)) return { variable, factor: 1 };
    if (scale !== null) return { variable, factor: scale };
    throw new InputError({
      what: "is on the scaled target, and constant_data/target_scale is not in the file",
      where: `${data.path}:posterior/${variable}`,
      fix: "export the model with its constant_data, or with *_original_scale variables",
    });
  };
  const contribution = mapping.contribution ?? first(adapter.contribution);
  if (contribution === null) throw noContribution(data, adapter);
  const control = mapping.controlContribution ?? first(adapter.controlContribution);
  const baseline =
    mapping.baseline === null ? adapter.baseline(names) : new Map(Object.entries(mapping.baseline));
  return {
    writer,
    contribution: part(contribution),
    controlContribution: control === null ? null : part(control),
    baseline: new Map([...baseline].map(([name, variable]) => [name, part(variable)])),
    target: mapping.target ?? targetOf(data),
    targetScale: scale ?? 1,
  };
}
