import type { Adapter } from "./adapter.ts";

const ORIGINAL_SCALE = "_original_scale";
const CHANNEL = "channel_contribution";
const CONTROL = "control_contribution";
/** Sums or parts of other components; to count them again would count them twice. */
const NO_COMPONENT = ["total_media_contribution", "fourier_contribution", CHANNEL, CONTROL];
const SCALED: Readonly<Record<string, readonly string[]>> = {
  intercept: ["intercept_contribution", "intercept"],
  yearly_seasonality: ["yearly_seasonality_contribution"],
};

function inUnits(name: string): readonly string[] {
  return [name + ORIGINAL_SCALE, name];
}

/** PyMC-Marketing's multidimensional MMM: `*_original_scale` is in target units, the plain names on the scaled target. */
export const pymcMarketing: Adapter = {
  name: "pymc-marketing",
  recognise(data) {
    const version = data.attributes("posterior").get("pymc_marketing_version");
    const root = data.attributes("/");
    const isMmm = root.has("adstock") && root.has("saturation");
    if (version === undefined && !isMmm) return null;
    return { name: "pymc-marketing", version: version === undefined ? null : String(version) };
  },
  contribution: inUnits(CHANNEL),
  controlContribution: inUnits(CONTROL),
  baseline(names) {
    const found = new Map<string, string>();
    for (const [component, known] of Object.entries(SCALED)) {
      const variable = known.flatMap(inUnits).find((name) => names.includes(name));
      if (variable !== undefined) found.set(component, variable);
    }
    for (const name of names) {
      const stem = name.slice(0, -ORIGINAL_SCALE.length);
      if (!name.endsWith(`_contribution${ORIGINAL_SCALE}`) || NO_COMPONENT.includes(stem)) continue;
      if (![...found.values()].includes(name)) found.set(stem.slice(0, -"_contribution".length), name);
    }
    return found;
  },
  isScaled: (variable) => [CHANNEL, CONTROL, ...Object.values(SCALED).flat()].includes(variable),
  withoutContribution: "PyMC-Marketing wrote it, but without channel contributions",
};
