import { csv } from "../report/csv.ts";
import type { Planned } from "./answer.ts";
import type { PlannerData } from "./model.ts";
import { limitsOf, type Settings } from "./settings.ts";

/** What JSON writes as itself and no reader of YAML may see as such: controls, marks of direction, line ends of all kinds. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text that YAML reads back exactly, whatever is in it. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(UNSEEN, (character) =>
    Array.from(
      { length: character.length },
      (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

const orNull = (value: number | null) => (value === null ? "null" : String(value));

function bounds(data: PlannerData, settings: Settings): string[] {
  // A map in braces: a key of more than 1,024 characters may stand nowhere else.
  const lines = data.request.channels.map(({ name }, i) => {
    const { lower, upper } = limitsOf(data, settings, i);
    return `        ${quoted(name)}: { kind: absolute, lower: ${lower}, upper: ${upper} }`;
  });
  return ["    bounds:", "      channels:", "       {", lines.join(",\n"), "       }"];
}

function groups({ request }: PlannerData): string[] {
  if (request.groups.length === 0) return [];
  const lines = request.groups.map(
    ({ name, channels, budget, isAtMost }) =>
      `      ${quoted(name)}: { channels: [${channels.map(quoted).join(", ")}], budget: ${budget}, kind: ${isAtMost ? "at_most" : "exact"} }`,
  );
  return ["    groups:", "     {", lines.join(",\n"), "     }"];
}

type Ramp = "absolute" | "percentage";

function ramp(data: PlannerData, settings: Settings, kind: Ramp): string {
  if (settings.ramp.kind === "all") return orNull(settings.ramp[kind]);
  const own = data.request.channels.flatMap(({ name, ramp: limit }) => {
    const value = limit?.[kind] ?? null;
    return value === null ? [] : [`${quoted(name)}: ${value}`];
  });
  return own.length === 0 ? "null" : `{ ${own.join(", ")} }`;
}

function multiPeriod(data: PlannerData, settings: Settings): string[] {
  const { request } = data;
  const { budget, periods, start } = settings;
  const isRuns = request.multiPeriod.periods === periods;
  const { perPeriod, weights } = isRuns ? request.multiPeriod : { perPeriod: null, weights: null };
  const scale = (budget * periods) / request.multiPeriod.total;
  return [
    "    multi_period:",
    `      periods: ${periods}`,
    ...(perPeriod === null
      ? []
      : [`      period_budgets: [${perPeriod.map((own) => own * scale).join(", ")}]`]),
    ...(weights === null ? [] : [`      weights: [${weights.join(", ")}]`]),
    `      ramp_absolute: ${ramp(data, settings, "absolute")}`,
    `      ramp_percentage: ${ramp(data, settings, "percentage")}`,
    `      start: ${start}`,
  ];
}

/** The settings as the options of 70_optimisation, to put in place of those in pipeline.yaml. */
export function pipelineYaml(data: PlannerData, settings: Settings): string {
  return `${[
    "# In place of 70_optimisation in pipeline.yaml: what the planner was set to.",
    "stages:",
    "  70_optimisation:",
    `    reference_periods: ${data.request.referencePeriods}`,
    `    total_budget: ${settings.budget}`,
    `    budget: ${settings.isAtMost ? "at_most" : "exact"}`,
    ...bounds(data, settings),
    ...groups(data),
    "    scenarios: [1]",
    ...multiPeriod(data, settings),
  ].join("\n")}\n`;
}

/** The plan as CSV, one row per period and channel; text that a spreadsheet would run is disarmed. */
export function planCsv(data: PlannerData, settings: Settings, plan: Planned): string {
  const { channels } = data.request;
  const n = channels.length;
  return csv(
    Array.from({ length: plan.periods }, (_, t) => t).flatMap((t) =>
      channels.map(({ name, current }, i) => ({
        period: settings.horizon === "steady" ? null : t + 1,
        date: settings.horizon === "steady" ? null : (data.dates[t] ?? null),
        channel: name,
        current_spend: current,
        spend: plan.allocation[t * n + i] ?? null,
        ...limitsOf(data, settings, i),
        adequacy: data.adequacy,
      })),
    ),
  );
}
