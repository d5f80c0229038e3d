import type { InferenceData } from "./inference-data.ts";

/** What a model says it does to spend, in PyMC-Marketing's names. */
export interface Transformations {
  /** `lookup_name` of its saturation. */
  readonly saturation: string;
  readonly adstock: {
    /** `lookup_name` of its adstock. */
    readonly name: string;
    /** Periods that carryover lasts. */
    readonly lMax: number;
    /** Whether its weights are normalised to a sum of 1. */
    readonly isNormalised: boolean;
  };
  readonly isAdstockFirst: boolean;
  /** Whether a channel's effect changes over time, so that no one curve is it. */
  readonly hasTimeVaryingMedia: boolean;
  /** What each channel's spend was divided by, in the order of the channels. */
  readonly channelScales: readonly number[];
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(text: string | number | undefined): Fields | null {
  if (typeof text !== "string") return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    // Not JSON: an attribute that another program wrote under the same name.
    return null;
  }
}

/**
 * What a PyMC-Marketing file says of the model's saturation and adstock in its attributes; null where it does not say.
 *
 * @param channels - Number of channels.
 */
export function transformationsOf(data: InferenceData, channels: number): Transformations | null {
  const root = data.attributes("/");
  const [saturation, adstock] = [fieldsOf(root.get("saturation")), fieldsOf(root.get("adstock"))];
  const name = saturation?.["lookup_name"];
  const carryover = adstock?.["lookup_name"];
  const lMax = adstock?.["l_max"];
  if (typeof name !== "string" || typeof carryover !== "string" || typeof lMax !== "number") return null;
  const scales = data.variable("constant_data", "channel_scale")?.values();
  if (scales?.length !== channels || !scales.every((scale) => scale > 0 && scale < Infinity)) return null;
  return {
    saturation: name,
    adstock: { name: carryover, lMax, isNormalised: adstock?.["normalize"] === true },
    isAdstockFirst: root.get("adstock_first") === "true",
    hasTimeVaryingMedia: root.get("time_varying_media") !== "false",
    channelScales: Array.from(scales),
  };
}
