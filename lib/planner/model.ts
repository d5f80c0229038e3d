import { readCurves, type ChannelCurve } from "../allocation/curves.ts";
import { carryIn } from "../allocation/problems.ts";
import type { AllocationRequest, RequestedChannel } from "../allocation/request.ts";
import { curveOfDraw } from "../curves/draw-curves.ts";
import { familyNamed, type FamilyName } from "../response-curves/curve-record.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { DrawnChannel } from "./gain.ts";
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

/** A channel's curve in every draw, as curve_draws.csv has them. */
export interface PackedCurves {
  readonly family: FamilyName;
  /** Parameters, (draw, parameter), packed. */
  readonly theta: string;
  /** Share of effective spend that each draw carries into the next period, packed. */
  readonly alpha: string;
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
  /** Each channel's curve in every draw. */
  readonly drawn: readonly PackedCurves[];
  /** Draws that the page has; those of the run where none was left out. */
  readonly draws: number;
  readonly drawsOfRun: number;
}

/** The same, ready to be computed with. */
export interface PlannerModel {
  readonly data: PlannerData;
  /** The run's own question. */
  readonly request: AllocationRequest;
  readonly curves: readonly ChannelCurve[];
  /** Each channel's curve in every draw. */
  readonly drawn: readonly DrawnChannel[];
}

function drawnChannel(packed: PackedCurves | undefined, channel: RequestedChannel): DrawnChannel {
  if (packed === undefined) throw new RangeError(`there are no curves of draws for channel ${channel.name}`);
  const { family: name, theta, alpha: shares } = packed;
  const [family, alpha] = [familyNamed(name), unpack(shares)];
  const own = { family, draws: alpha.length, theta: unpack(theta) };
  return {
    curves: Array.from(alpha, (_, draw) => curveOfDraw(own, draw)),
    alpha,
    carryIn: alpha.map((share) => (share > 0 ? carryIn(channel, share) : 0)),
  };
}

/** Reads what the page carries. */
export function plannerModel(data: PlannerData): PlannerModel {
  const channels = data.request.channels.map((channel) => ({
    ...channel,
    history: Float64Array.from(channel.history),
  }));
  return {
    data,
    request: { ...data.request, channels },
    curves: readCurves(data.curves, channels),
    drawn: channels.map((channel, i) => drawnChannel(data.drawn[i], channel)),
  };
}
