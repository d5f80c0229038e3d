import { readCurves, type ChannelCurve } from "../allocation/curves.ts";
import type { AllocationRequest, RequestedChannel } from "../allocation/request.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { unpack } from "./pack.ts";

type Adequacy = SchemaTypes["gates"]["adequacy"];

/** A channel as the page carries it: spend of the past as plain numbers. */
export type PlannedChannel = Omit<RequestedChannel, "history"> & {
  readonly history: readonly number[];
  /** Spend of the last observed period. */
  readonly last: number;
};

/** What people call things. */
export interface PlannerWords {
  readonly money: string;
  readonly target: string;
  /** `week`, `month`… */
  readonly period: string;
}

/** Everything that the planner's page is made from, as JSON: the run's artefacts and nothing else. */
export interface PlannerData {
  readonly words: PlannerWords;
  readonly adequacy: Adequacy;
  readonly request: Omit<AllocationRequest, "channels"> & { readonly channels: readonly PlannedChannel[] };
  /** The run's own choice of what the first planned period ramps from. */
  readonly start: SchemaTypes["optimisation.options"]["multi_period"]["start"];
  readonly curves: SchemaTypes["curves"]["channels"];
  /** First days of the periods that can be planned, as many as there may be. */
  readonly dates: readonly string[];
  /** Levels of the channels in every draw, (draw, channel), packed. */
  readonly levels: string;
  /** Draws that the levels are of; those of the run where none was left out. */
  readonly draws: number;
  readonly drawsOfRun: number;
}

/** The same, ready to be computed with. */
export interface PlannerModel {
  readonly data: PlannerData;
  /** The run's own question. */
  readonly request: AllocationRequest;
  readonly curves: readonly ChannelCurve[];
  /** Each channel's level in every draw. */
  readonly levels: readonly Float64Array[];
}

/** Reads what the page carries. */
export function plannerModel(data: PlannerData): PlannerModel {
  const { channels } = data.request;
  const packed = unpack(data.levels);
  return {
    data,
    request: {
      ...data.request,
      channels: channels.map((channel) => ({ ...channel, history: Float64Array.from(channel.history) })),
    },
    curves: readCurves(data.curves, channels),
    levels: channels.map((_, i) =>
      Float64Array.from({ length: data.draws }, (_, draw) => packed[draw * channels.length + i] ?? NaN),
    ),
  };
}
