import type { PlannerData } from "./model.ts";
import { runSettings, type ChannelSettings, type RampSettings, type Settings } from "./settings.ts";

/** A question that was given a name. */
export interface Scenario {
  readonly name: string;
  readonly settings: Settings;
}

/** Everything that a person changed: what a link shares. */
export interface PlannerState {
  readonly settings: Settings;
  readonly scenarios: readonly Scenario[];
}

/** A state, and what of a link could not be used. */
export interface Decoded {
  readonly state: PlannerState;
  readonly problems: readonly string[];
}

/** Longest name of a scenario. */
export const LONGEST_NAME = 80;
/** Most scenarios that are kept. */
export const MOST_SCENARIOS = 20;
/** Periods that can be planned, unless the run planned more. */
export const MOST_PERIODS = 104;

type Json = Readonly<Record<string, unknown>>;

const VERSION = 1;

function encodeText(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeText(fragment: string): string {
  const bytes = atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes, (one) => one.charCodeAt(0)));
}

function rampJson(ramp: RampSettings): Json {
  return ramp.kind === "run" ? { kind: "run" } : { absolute: ramp.absolute, percentage: ramp.percentage };
}

/** What differs from the run's own question; channels by name, so that a link still means the same in the next refresh. */
function differences(data: PlannerData, settings: Settings): Json {
  const own = runSettings(data, settings.horizon);
  const { budget, isAtMost, horizon, periods, ramp, start } = settings;
  const channels = settings.channels.flatMap((channel, i) => {
    const run = own.channels[i];
    const name = data.request.channels[i]?.name;
    const isSame =
      run?.lower === channel.lower && run.upper === channel.upper && run.isFrozen === channel.isFrozen;
    if (isSame || name === undefined) return [];
    return [[name, channel.lower, channel.upper, ...(channel.isFrozen ? [1] : [])]];
  });
  return {
    horizon,
    ...(budget === own.budget ? {} : { budget }),
    ...(isAtMost === own.isAtMost ? {} : { at_most: isAtMost }),
    ...(periods === own.periods ? {} : { periods }),
    ...(JSON.stringify(ramp) === JSON.stringify(own.ramp) ? {} : { ramp: rampJson(ramp) }),
    ...(start === own.start ? {} : { start }),
    ...(channels.length === 0 ? {} : { channels }),
  };
}

/** The state as the part of an address after `#`. */
export function encodeState(data: PlannerData, { settings, scenarios }: PlannerState): string {
  const json = {
    v: VERSION,
    now: differences(data, settings),
    ...(scenarios.length === 0
      ? {}
      : { saved: scenarios.map((one) => ({ name: one.name, ...differences(data, one.settings) })) }),
  };
  return encodeText(JSON.stringify(json));
}

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isAmount = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;

function amountOr(value: unknown, own: number): number {
  return isAmount(value) ? value : own;
}

const limitOr = (value: unknown) => (isAmount(value) ? value : null);

function rampOf(value: unknown, own: RampSettings): RampSettings {
  if (!isRecord(value)) return own;
  if (value["kind"] === "run") return { kind: "run" };
  return { kind: "all", absolute: limitOr(value["absolute"]), percentage: limitOr(value["percentage"]) };
}

function startOf(value: unknown, own: Settings["start"]): Settings["start"] {
  return value === "current" || value === "last_period" || value === "free" ? value : own;
}

/** A number of periods that can be planned; `own` where it is none. */
export function periodsOf({ dates }: PlannerData, value: unknown, own: number): number {
  return Number.isInteger(value) && isAmount(value) && value >= 1 && value <= dates.length ? value : own;
}

function channelOf(value: unknown): { readonly name: string; readonly own: ChannelSettings } | null {
  const parts: readonly unknown[] = Array.isArray(value) ? value : [];
  const [name, lower, upper, frozen] = parts;
  if (typeof name !== "string" || !isAmount(lower) || !isAmount(upper)) return null;
  return { name, own: { lower, upper, isFrozen: frozen === 1 } };
}

function settingsOf(data: PlannerData, json: Json, problems: string[]): Settings {
  const own = runSettings(data, json["horizon"] === "periods" ? "periods" : "steady");
  const names = data.request.channels.map(({ name }) => name);
  const channels = [...own.channels];
  const stated: readonly unknown[] = Array.isArray(json["channels"]) ? json["channels"] : [];
  for (const one of stated) {
    const channel = channelOf(one);
    const at = channel === null ? -1 : names.indexOf(channel.name);
    if (channel !== null && at >= 0) channels[at] = channel.own;
    else
      problems.push(
        channel === null ? "limits that cannot be read" : `channel ${channel.name}, which is not here`,
      );
  }
  return {
    ...own,
    budget: amountOr(json["budget"], own.budget),
    isAtMost: typeof json["at_most"] === "boolean" ? json["at_most"] : own.isAtMost,
    periods: periodsOf(data, json["periods"], own.periods),
    ramp: rampOf(json["ramp"], own.ramp),
    start: startOf(json["start"], own.start),
    channels,
  };
}

/** A name as it is kept: not longer than one can read. */
export function scenarioName(text: string, fallback: string): string {
  const name = text.trim().slice(0, LONGEST_NAME);
  return name === "" ? fallback : name;
}

/** The state of an address, whatever stands in it; what cannot be used is as the run has it, and said. */
export function decodeState(data: PlannerData, fragment: string): Decoded {
  const fresh: PlannerState = { settings: runSettings(data), scenarios: [] };
  if (fragment === "") return { state: fresh, problems: [] };
  const problems: string[] = [];
  let json: unknown;
  try {
    json = JSON.parse(decodeText(fragment));
  } catch {
    return { state: fresh, problems: ["all of it: the link is damaged"] };
  }
  if (!isRecord(json) || json["v"] !== VERSION || !isRecord(json["now"]))
    return { state: fresh, problems: ["all of it: it is of another version"] };
  const saved: readonly unknown[] = Array.isArray(json["saved"])
    ? json["saved"].slice(0, MOST_SCENARIOS)
    : [];
  const scenarios = saved.filter(isRecord).map((one, i) => ({
    name: scenarioName(typeof one["name"] === "string" ? one["name"] : "", `Scenario ${i + 1}`),
    settings: settingsOf(data, one, problems),
  }));
  return { state: { settings: settingsOf(data, json["now"], problems), scenarios }, problems };
}
