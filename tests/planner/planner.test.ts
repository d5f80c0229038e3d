import { describe, expect, it } from "vitest";
import { readCurves } from "../../lib/allocation/curves.ts";
import { changeDraws } from "../../lib/allocation/drawn.ts";
import { datesAfter } from "../../lib/allocation/horizon.ts";
import { parseRequest } from "../../lib/allocation/request.ts";
import { resultRows, summarise } from "../../lib/allocation/results.ts";
import { solveMultiPeriod, solveSingle } from "../../lib/allocation/solve.ts";
import { certify } from "../../lib/optimise/certificate.ts";
import { answer, problemOf, type Planned } from "../../lib/planner/answer.ts";
import { pipelineYaml, planCsv } from "../../lib/planner/export.ts";
import { decodeState, encodeState } from "../../lib/planner/fragment.ts";
import { gainDraws } from "../../lib/planner/gain.ts";
import { advance, historyOf, redo, undo } from "../../lib/planner/history.ts";
import { plannerModel } from "../../lib/planner/model.ts";
import { shownNames } from "../../lib/planner/names.ts";
import { pack, unpack } from "../../lib/planner/pack.ts";
import { runSettings, type Settings } from "../../lib/planner/settings.ts";
import { familyNamed } from "../../lib/response-curves/curve-record.ts";
import { parse } from "../../lib/schema/parse.ts";
import { parse as parseYaml } from "yaml";
import { dataOf, HOSTILE, plannerOf, plannerSources } from "./run.ts";

const NAMES = ["tv", "search", "radio", "print"];
const data = dataOf(NAMES);
const model = plannerModel(data);

function planned(settings: Settings, of = model): Planned {
  const own = answer(of, settings);
  if (own.kind !== "planned") throw new Error(own.reason);
  return own;
}

/** What the library recommends for options, without any of the planner's code. */
function library(names: readonly string[], options: object) {
  const { dataset, options: own, curves, curveDraws } = plannerSources(names, options);
  const { request, problems } = parseRequest(dataset, own);
  expect(problems).toEqual([]);
  const read = readCurves(curves.channels, request.channels);
  const single = solveSingle("one", request, read, request.total);
  const horizon = solveMultiPeriod("many", request, read).recommended;
  const changes = changeDraws(curveDraws, request, single.allocation);
  const summary = summarise({
    request,
    rows: resultRows(request, single, read, changes, "warn"),
    plan: single,
    multiPeriod: horizon,
    dates: datesAfter(dataset.dates, request.multiPeriod.periods),
    curves: read,
    changes,
    pairs: [],
    adequacy: "warn",
  });
  return { single, horizon, summary };
}

describe("the planner's answer", () => {
  it("to the run's own question is the run's own plan, in one period and over the horizon", () => {
    const { single, horizon } = library(NAMES, {});
    const steady = planned(runSettings(data));
    expect(steady.allocation).toEqual(single.allocation);
    expect(steady.proof.objective).toBe(single.certificate.objective);
    const many = planned(runSettings(data, "periods"));
    expect(many.periods).toBe(13);
    expect(many.allocation).toEqual(horizon.allocation);
    expect(many.proof.status).toBe("solved");
  });

  it("is proved by the checker, which is given the plan and the limits alone", () => {
    const settings = { ...runSettings(data, "periods"), budget: 1.2 * data.request.total };
    const { allocation, proof } = planned(settings);
    const again = certify(problemOf(model, settings), allocation);
    expect(again.violation.largest).toBeLessThanOrEqual(1e-9 * settings.budget * 13);
    expect(proof.relativeGap).toBeLessThanOrEqual(1e-8);
    expect(proof.objective).toBe(again.objective);
  });

  it("by hand: two equal channels share the budget, and each draw has the gain of its own level and bend", () => {
    const own = dataOf(["a", "b"]);
    const equal = {
      ...own,
      request: {
        ...own.request,
        channels: own.request.channels.map((channel, i) => ({ ...channel, current: i === 0 ? 100 : 300 })),
      },
      curves: own.curves.map((curve) => ({
        ...curve,
        adstock_alpha: 0,
        curve: { family: "michaelis_menten" as const, L: 1000, k: 100 },
      })),
      drawn: [0, 1].map(() => ({
        family: "michaelis_menten" as const,
        theta: pack(Float64Array.of(1000, 100, 500, 300)),
        alpha: pack(Float64Array.of(0, 0.5)),
      })),
      draws: 2,
    };
    const settings = {
      ...runSettings(equal),
      budget: 400,
      channels: [0, 1].map(() => ({ lower: 0, upper: 400, isFrozen: false })),
    };
    const { allocation, gain } = planned(settings, plannerModel(equal));
    expect(allocation[0]).toBeCloseTo(200, 9);
    // 2 · 1000 · 200/300 − (1000 · 100/200 + 1000 · 300/400) = 1333.33 − 1250.
    expect(gain.mean).toBeCloseTo(1000 / 12, 9);
    // 2 · 500 · 200/500 − (500 · 100/400 + 500 · 300/600) = 400 − 375; what the draw carries over plays no part at steady spend.
    expect(gain.q05).toBeCloseTo(25 + 0.05 * (1000 / 12 - 25), 9);
    expect(gain.q95).toBeCloseTo(25 + 0.95 * (1000 / 12 - 25), 9);
    expect(gain.probability).toBe(1);
  });

  it("by hand: over two periods each draw carries over its own share, from past spend on", () => {
    const curves = [familyNamed("michaelis_menten").curve([1000, 100])];
    const drawn = [{ curves, alpha: Float64Array.of(0.5), carryIn: Float64Array.of(200) }];
    const [before, after] = [Float64Array.of(100, 100), Float64Array.of(200, 100)];
    const gains = gainDraws(drawn, Float64Array.of(1, 2), false, before, after);
    // Effective spend halved: 100, 100 before; 150, 125 after. 1000 · (0.6 + 2 · 125/225) − 1000 · (0.5 + 2 · 0.5).
    expect(gains[0]).toBeCloseTo(600 + 250_000 / 225 - 1500, 9);
    // Without carryover: 200/300 + 2 · 0.5, less 1.5.
    expect(gainDraws(drawn, Float64Array.of(1, 2), true, before, after)[0]).toBeCloseTo(500 / 3, 9);
  });

  it("has the run's own gain, interval and probability, over all draws", () => {
    const { single, summary } = library(NAMES, {});
    const { gain } = planned(runSettings(data));
    expect(data.draws).toBe(1000);
    const pairs = [
      [gain.mean, summary.gain],
      [gain.q05, summary.gain_q05],
      [gain.q95, summary.gain_q95],
    ] as const;
    for (const [own, runs] of pairs) expect(Math.abs(own / runs - 1)).toBeLessThanOrEqual(1e-9);
    expect(gain.probability).toBe(summary.probability_of_gain);
    expect(single.certificate.status).toBe("solved");
  });

  it("keeps a frozen channel at its current spend", () => {
    const own = runSettings(data);
    const channels = own.channels.map((channel, i) => (i === 1 ? { ...channel, isFrozen: true } : channel));
    expect(planned({ ...own, channels }).allocation[1]).toBeCloseTo(data.request.channels[1]!.current, 6);
  });

  it("names the limits that contradict each other, and the nearest budget, which can be met", () => {
    for (const horizon of ["steady", "periods"] as const) {
      const settings = { ...runSettings(data, horizon), budget: 10 * data.request.total };
      const refused = answer(model, settings);
      if (refused.kind !== "refused") throw new Error("expected none");
      expect(refused.reason).toContain("below the total budget");
      expect(refused.conflict.map(({ kind }) => kind)).toContain("budget_total");
      expect(refused.nearestBudget).not.toBeNull();
      expect(answer(model, { ...settings, budget: refused.nearestBudget ?? NaN }).kind).toBe("planned");
    }
  });
});

describe("what a link shares", () => {
  const moved: Settings = {
    ...runSettings(data, "periods"),
    budget: 1234.5,
    isAtMost: true,
    periods: 8,
    ramp: { kind: "all", absolute: 20, percentage: null },
    start: "free",
    channels: runSettings(data).channels.map((own, i) =>
      i === 2 ? { lower: 1, upper: 2, isFrozen: true } : own,
    ),
  };

  it("comes back as it was, scenarios too", () => {
    const state = { settings: moved, scenarios: [{ name: "Größer <b>", settings: runSettings(data) }] };
    expect(decodeState(data, encodeState(data, state))).toEqual({ state, problems: [] });
  });

  it("finds channels by name in another run, and says which are not there", () => {
    const other = dataOf(["radio", "search"]);
    const { state, problems } = decodeState(other, encodeState(data, { settings: moved, scenarios: [] }));
    expect(state.settings.channels[0]).toEqual({ lower: 1, upper: 2, isFrozen: true });
    expect(problems).toEqual([]);
    const gone = decodeState(dataOf(["tv"]), encodeState(data, { settings: moved, scenarios: [] }));
    expect(gone.problems).toEqual(["channel radio, which is not here"]);
  });

  it.each(["%%%", "AAAA", btoa("null"), btoa('{"v":2}'), btoa('{"v":1,"now":[]}')])(
    "is the run's own question where it cannot be read: %s",
    (fragment) => {
      const { state, problems } = decodeState(data, fragment);
      expect(state).toEqual({ settings: runSettings(data), scenarios: [] });
      expect(problems).toHaveLength(1);
    },
  );

  it("takes no number that is no amount", () => {
    const json = {
      v: 1,
      now: { budget: -1, periods: 1e9, channels: [["tv", null, 5], 3], ramp: { absolute: "x" } },
    };
    const { state } = decodeState(data, btoa(JSON.stringify(json)));
    const own = runSettings(data);
    expect(state.settings).toEqual({ ...own, ramp: { kind: "all", absolute: null, percentage: null } });
  });
});

describe("what leaves the planner", () => {
  const names = [...HOSTILE];
  const hostile = dataOf(names);

  it("is options that Sluice itself takes, and that give the same plan", () => {
    const own = runSettings(hostile, "periods");
    const settings: Settings = {
      ...own,
      budget: 1.05 * own.budget,
      periods: 6,
      ramp: { kind: "all", absolute: null, percentage: 0.2 },
      channels: own.channels.map((channel, i) => (i === 0 ? { ...channel, isFrozen: true } : channel)),
    };
    const read: unknown = parseYaml(pipelineYaml(hostile, settings));
    const stages = (read as { stages: Record<string, object> }).stages;
    const options = parse("optimisation.options", stages["70_optimisation"], "scenario.yaml");
    expect(Object.keys(options.bounds.channels)).toEqual(names);
    const { single, horizon } = library(names, options);
    const of = plannerModel(hostile);
    expect(planned({ ...settings, horizon: "steady" }, of).allocation).toEqual(single.allocation);
    expect(planned(settings, of).allocation).toEqual(horizon.allocation);
  });

  it("is CSV that no spreadsheet runs", () => {
    const settings = runSettings(hostile);
    const text = planCsv(hostile, settings, planned(settings, plannerModel(hostile)));
    expect(text.split("\n")[0]).toBe("period,date,channel,current_spend,spend,lower,upper,adequacy");
    expect(text).toContain(`'=cmd()`);
    expect(text).not.toMatch(/(?:^|,)"?[=+@]/m);
  });
});

describe("the planner's page", () => {
  it("is the same bytes for the same run, under 3 MB with 20 channels", () => {
    const names = Array.from({ length: 20 }, (_, i) => `channel ${i}`);
    const page = plannerOf(names);
    expect(plannerOf(names)).toBe(page);
    expect(Buffer.byteLength(page)).toBeLessThan(3e6);
  });

  it("holds no script but its own, whatever channels are called", () => {
    const page = plannerOf(HOSTILE);
    expect(page.match(/<script/gi)).toHaveLength(3);
    expect(/<img/i.test(page)).toBe(false);
  });

  it("shows names short and apart, and keeps every twelfth draw of 150 channels", () => {
    expect(shownNames(["x".repeat(99), "x".repeat(999)])).toEqual([
      `${"x".repeat(59)}…`,
      `${"x".repeat(59)}… (2)`,
    ]);
    const many = dataOf(Array.from({ length: 150 }, (_, i) => `c${i}`));
    expect([many.draws, many.drawsOfRun]).toEqual([84, 1000]);
  });

  it("has every other draw of 20 channels, parameters and carryover of the same ones", () => {
    const names = Array.from({ length: 20 }, (_, i) => `c${i}`);
    const { draws, drawn } = dataOf(names);
    const rows = plannerSources(names).curveDraws.filter(({ channel }) => channel === "c2");
    const kept = rows.filter((_, at) => at % 2 === 0);
    expect(draws).toBe(500);
    expect(unpack(drawn[2]!.theta)).toEqual(
      Float64Array.from(kept.flatMap(({ parameter_1, parameter_2 }) => [parameter_1, parameter_2 ?? NaN])),
    );
    expect(unpack(drawn[2]!.alpha)).toEqual(Float64Array.from(kept, ({ adstock_alpha }) => adstock_alpha));
  });
});

describe("steps", () => {
  it("go back and forth, and a new one forgets what was taken back", () => {
    const three = advance(advance(historyOf(1), 2), 3);
    expect(undo(three).present).toBe(2);
    expect(redo(undo(three))).toEqual(three);
    expect(advance(undo(three), 4)).toEqual({ past: [1, 2], present: 4, future: [] });
    expect(undo(historyOf(1))).toEqual(historyOf(1));
  });
});

describe("packed numbers", () => {
  it("come back to the last bit", () => {
    const values = Float64Array.of(0, -0, 1 / 3, NaN, Infinity, 5e-324, Number.MAX_VALUE);
    expect(unpack(pack(values))).toEqual(values);
  });
});
