import type { AllocationRequest } from "../allocation/request.ts";
import type { RampLimit } from "../optimise/problem.ts";
import type { PlannerData, PlannerModel } from "./model.ts";

/** What a plan spans: one period at steady spend, or several with ramps and carryover. */
export type Horizon = "steady" | "periods";

/** Limits of one channel, money per period. */
export interface ChannelSettings {
  readonly lower: number;
  readonly upper: number;
  /** Whether it keeps its current spend, whatever the limits. */
  readonly isFrozen: boolean;
}

/** How far spend may move between periods. */
export type RampSettings =
  /** As the run has it, channel by channel. */
  { readonly kind: "run" } | ({ readonly kind: "all" } & RampLimit);

/** What is to be made as large as can be. */
export interface Objective {
  readonly kind: "mean";
}

/** One question to the planner. */
export interface Settings {
  /** Money per period; over several, their mean. */
  readonly budget: number;
  readonly isAtMost: boolean;
  readonly horizon: Horizon;
  /** Periods of a plan over several. */
  readonly periods: number;
  readonly ramp: RampSettings;
  /** What the first of several periods ramps from. */
  readonly start: PlannerData["start"];
  readonly objective: Objective;
  /** In the order of the run's channels. */
  readonly channels: readonly ChannelSettings[];
}

function sameRamp(a: RampLimit | null, b: RampLimit | null): boolean {
  return (
    (a?.absolute ?? null) === (b?.absolute ?? null) && (a?.percentage ?? null) === (b?.percentage ?? null)
  );
}

/** The run's ramps as one for all channels, where they are. */
function runRamps({ channels }: PlannerData["request"]): RampSettings {
  const first = channels[0]?.ramp ?? null;
  if (!channels.every(({ ramp }) => sameRamp(ramp, first))) return { kind: "run" };
  return { kind: "all", absolute: first?.absolute ?? null, percentage: first?.percentage ?? null };
}

/** The budget per period that the run itself planned with. */
export function runBudget({ request }: PlannerData, horizon: Horizon): number {
  return horizon === "steady" ? request.total : request.multiPeriod.total / request.multiPeriod.periods;
}

/** The run's own question. */
export function runSettings(data: PlannerData, horizon: Horizon = "steady"): Settings {
  const { request, start } = data;
  return {
    budget: runBudget(data, horizon),
    isAtMost: request.isAtMost,
    horizon,
    periods: request.multiPeriod.periods,
    ramp: runRamps(request),
    start,
    objective: { kind: "mean" },
    channels: request.channels.map(({ lower, upper }) => ({ lower, upper, isFrozen: false })),
  };
}

/** The same question over another horizon; a budget that was the run's own becomes the run's own over that horizon. */
export function withHorizon(data: PlannerData, settings: Settings, horizon: Horizon): Settings {
  const isRuns = settings.budget === runBudget(data, settings.horizon);
  return { ...settings, horizon, budget: isRuns ? runBudget(data, horizon) : settings.budget };
}

/** The limits that hold: a frozen channel's are its current spend. */
export function limitsOf(
  data: PlannerData,
  settings: Settings,
  i: number,
): Omit<ChannelSettings, "isFrozen"> {
  const own = settings.channels[i];
  const current = data.request.channels[i]?.current ?? NaN;
  if (own === undefined || own.isFrozen) return { lower: current, upper: current };
  return { lower: own.lower, upper: own.upper };
}

const START = {
  current: ({ current }: { readonly current: number }) => current,
  last_period: ({ last }: { readonly last: number }) => last,
  free: () => null,
} as const;

function rampOf(settings: Settings, own: RampLimit | null): RampLimit | null {
  const { ramp } = settings;
  if (ramp.kind === "run") return own;
  const { absolute, percentage } = ramp;
  return absolute === null && percentage === null ? null : { absolute, percentage };
}

/** The shape of the run's period budgets, scaled; null where periods share the budget, or there are others. */
function periodBudgets({ request }: PlannerData, { budget, periods }: Settings): number[] | null {
  const { multiPeriod } = request;
  if (multiPeriod.perPeriod === null || multiPeriod.periods !== periods) return null;
  const scale = (budget * periods) / multiPeriod.total;
  return multiPeriod.perPeriod.map((own) => own * scale);
}

/** The budget question of these settings, as the library takes it. */
export function requestOf({ data, request }: PlannerModel, settings: Settings): AllocationRequest {
  const { budget, periods, isAtMost, start } = settings;
  const { multiPeriod } = request;
  return {
    ...request,
    total: budget,
    isAtMost,
    channels: request.channels.map((channel, i) => ({
      ...channel,
      ...limitsOf(data, settings, i),
      start: START[start]({ current: channel.current, last: data.request.channels[i]?.last ?? NaN }),
      ramp: rampOf(settings, channel.ramp),
    })),
    multiPeriod: {
      ...multiPeriod,
      periods,
      total: budget * periods,
      perPeriod: periodBudgets(data, settings),
      weights: multiPeriod.periods === periods ? multiPeriod.weights : null,
    },
  };
}
