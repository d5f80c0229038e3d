import { plannerData, type PlannerSources } from "../../lib/planner/data.ts";
import { plannerPage } from "../../lib/planner/page.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { parse } from "../../lib/schema/parse.ts";
import { stageInputs } from "../report/page/run-page.ts";

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + 7 * t)).toISOString().slice(0, 10);

/** A run to plan with: Michaelis–Menten curves of seeded shapes, every third channel with carryover; 1,000 draws that differ in level, bend and carryover. */
export function plannerSources(names: readonly string[], options: object = {}): PlannerSources {
  const random = mulberry32(7);
  const draw = mulberry32(8);
  const spends = names.map(() => 100 + 900 * random());
  const channels = names.map((channel, i) => ({
    channel,
    curve: { family: "michaelis_menten" as const, L: 2000 * (0.5 + random()), k: 200 + 800 * random() },
    adstock_alpha: i % 3 === 2 ? 0.4 : 0,
    max_observed_spend: 1.3 * (spends[i] ?? 0),
    r2: 1,
    rmse: 0,
    flags: [],
  }));
  return {
    words: { money: "EUR", target: "sales", period: "week" },
    adequacy: "warn",
    dataset: {
      path: "data.csv",
      dates: Array.from({ length: 12 }, (_, t) => day(t)),
      target: { name: "sales", values: new Float64Array(12).fill(1) },
      channels: names.map((name, i) => ({
        name,
        spendColumn: name,
        spend: Float64Array.from({ length: 12 }, () => (spends[i] ?? 0) * (0.8 + 0.4 * random())),
      })),
      controls: [],
    },
    options: parse("optimisation.options", options, "test"),
    curves: {
      source: { kind: "fit", reason: "it was asked for" },
      channels,
    },
    curveDraws: channels.flatMap(({ channel, curve, adstock_alpha }) =>
      Array.from({ length: 1000 }, (_, at) => ({
        channel,
        chain: Math.floor(at / 250),
        draw: at % 250,
        family: curve.family,
        parameter_1: at === 3 ? 0 : curve.L * (0.7 + 0.6 * draw()),
        parameter_2: at === 3 ? null : curve.k * (0.7 + 0.6 * draw()),
        parameter_3: null,
        adstock_alpha: adstock_alpha * (0.8 + 0.4 * draw()),
        rmse: 0,
      })),
    ),
  };
}

export const dataOf = (names: readonly string[], options: object = {}) =>
  plannerData(plannerSources(names, options));

/** The page of such a run. */
export function plannerOf(names: readonly string[], options: object = {}): string {
  const { metadata, gates: verdict } = stageInputs();
  const wording = { money: "EUR", target: "sales", period: "week" };
  return plannerPage({ metadata, wording, verdict, blocked: null, data: dataOf(names, options) });
}

/** Names that would do harm where they were not taken for text. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  `"><img src=x onerror=alert(1)>`,
  "line\nbreak\u2028and\u0085more",
  "\u202Ertl\u200F",
  "=cmd()|' /C calc'!A0",
  "x".repeat(10_000),
  "</script><!--",
] as const;
