import type { Adapter } from "./adapter.ts";

/** A file of a program that is not recognised: every part comes from the mapping. */
export const unknownWriter: Adapter = {
  name: "unknown",
  recognise: () => ({ name: "unknown", version: null }),
  contribution: [],
  controlContribution: [],
  baseline: () => new Map(),
  isScaled: () => false,
  withoutContribution: "its writer is not recognised, so its channel contributions are not known",
};
