import type { Adapter } from "./adapter.ts";

const PARAMETERS = ["roi_m", "beta_m", "ec_m", "alpha_m"];

/** Google Meridian: InferenceData with parameters only; contributions live in its Analyzer, not in the file. */
export const meridian: Adapter = {
  name: "meridian",
  recognise(data) {
    const names = data.names("posterior");
    const isMeridian = PARAMETERS.filter((name) => names.includes(name)).length >= 3;
    return isMeridian ? { name: "meridian", version: null } : null;
  },
  contribution: [],
  controlContribution: [],
  baseline: () => new Map(),
  isScaled: () => false,
  withoutContribution:
    "Meridian wrote it; Meridian keeps parameters in the file but no channel contributions",
};
