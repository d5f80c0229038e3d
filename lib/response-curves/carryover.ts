import { InputError } from "../errors.ts";
import { meantOr } from "../schema/nearest.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { OptionProblem } from "../stage.ts";

type Option = SchemaTypes["response_curves.options"]["adstock"];
type Summary = SchemaTypes["model_summary"];

/** Names of the share carried over, by those who write it: PyMC-Marketing, Meridian. */
const ALPHA = ["adstock_alpha", "alpha_m"];
/** Parameters of carryover that is not geometric: delayed, Weibull. */
const OTHER_ADSTOCK = ["adstock_theta", "adstock_lam", "adstock_k"];

/** Channels named in the option that there are not. */
export function checkAdstock(option: Option, channels: readonly string[]): OptionProblem[] {
  if (option === null || option === "model") return [];
  return Object.keys(option)
    .filter((name) => !channels.includes(name))
    .map((name) => ({
      path: ["adstock", name],
      what: `there is no channel ${JSON.stringify(name)}`,
      fix: meantOr(name, channels, `channels are ${channels.join(", ")}`),
    }));
}

/**
 * The share of effective spend that each channel carries into the next period.
 *
 * @param summary - The posterior's scalars, from which `model` reads the posterior means.
 * @returns One alpha per channel, in [0, 1).
 * @throws InputError when the option is `model` and the posterior has no geometric adstock of every channel.
 */
export function alphasOf(option: Option, channels: readonly string[], summary: Summary): number[] {
  if (option === null) return channels.map(() => 0);
  if (option !== "model") return channels.map((name) => option[name] ?? 0);
  const other = OTHER_ADSTOCK.filter((name) =>
    summary.some(({ parameter }) => parameter.startsWith(`${name}[`) || parameter === name),
  );
  if (other.length > 0) throw cannot(`its adstock is not geometric (it has ${other.join(", ")})`);
  return channels.map((channel) => {
    const row = summary.find(({ parameter }) => ALPHA.some((name) => parameter === `${name}[${channel}]`));
    if (row === undefined)
      throw cannot(`it has no ${ALPHA.map((name) => `${name}[${channel}]`).join(" or ")}`);
    if (!(row.mean !== null && row.mean >= 0 && row.mean < 1))
      throw cannot(`the mean of ${row.parameter} is ${row.mean ?? "undefined"}, expected 0 ≤ alpha < 1`);
    return row.mean;
  });
}

/** What is read of the posterior: the scalars of one variable, as `name[channel]`, draws by chain. */
export interface ModelParameters {
  scalarsOf(variable: string): Iterable<{ readonly name: string; readonly chains: readonly Float64Array[] }>;
}

/**
 * The share that each channel carries into the next period, draw by draw.
 *
 * @param fixed - As `alphasOf` gives them: what stands for every draw unless the option is `model`.
 * @returns One array per channel, a value per draw, chains one after another.
 * @throws InputError when the option is `model` and a draw is not in [0, 1).
 */
export function alphaDraws(
  option: Option,
  channels: readonly string[],
  fixed: readonly number[],
  parameters: ModelParameters,
  draws: number,
): Float64Array[] {
  const scalars = option === "model" ? ALPHA.flatMap((variable) => [...parameters.scalarsOf(variable)]) : [];
  return channels.map((channel, i) => {
    if (option !== "model") return new Float64Array(draws).fill(fixed[i] ?? NaN);
    const found = scalars.find(({ name }) => ALPHA.some((variable) => name === `${variable}[${channel}]`));
    const alpha = Float64Array.from(found?.chains.flatMap((chain) => [...chain]) ?? []);
    if (alpha.length !== draws) throw cannot(`${channel} has ${alpha.length} draws of it, expected ${draws}`);
    const bad = alpha.find((share) => !(share >= 0 && share < 1));
    if (bad !== undefined) throw cannot(`a draw of ${channel}'s alpha is ${bad}, expected 0 ≤ alpha < 1`);
    return alpha;
  });
}

function cannot(reason: string): InputError {
  return new InputError({
    what: `the model's carryover cannot be read: ${reason}`,
    where: "60_response_curves.adstock: model",
    fix: "give alpha by channel, e.g. adstock: { tv: 0.4 }, or null for none",
  });
}
