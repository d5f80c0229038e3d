import { mkdir, mkdtemp, readFile, rm, writeFile as writeBytes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaveOneOut } from "../../lib/adequacy/leave-one-out.ts";
import { flaggedRows, measurePareto } from "../../lib/adequacy/predictive.ts";
import { InputError } from "../../lib/errors.ts";
import { NO_MAPPING, openPosterior } from "../../lib/posterior/open.ts";
import type { Posterior, PosteriorMapping } from "../../lib/posterior/posterior.ts";
import { CHANNELS, COORDS, counting, storedDraft, type Draft, type Stored } from "./synthetic.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Spoil = (draft: Draft) => void;

async function messageOf(path: string, mapping: Partial<PosteriorMapping> = {}): Promise<string> {
  const error: unknown = await openPosterior(path, { ...NO_MAPPING, ...mapping }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.message : "";
}

async function withPosterior<T>(
  spoil: Spoil,
  use: (posterior: Posterior) => T,
  mapping: Partial<PosteriorMapping> = {},
): Promise<T> {
  const posterior = await openPosterior(await storedDraft(spoil), { ...NO_MAPPING, ...mapping });
  try {
    return use(posterior);
  } finally {
    posterior.close();
  }
}

function variables(draft: Draft, group = "posterior"): Record<string, Stored> {
  const own = draft.groups[group];
  if (own === undefined) throw new Error(`no group ${group}`);
  const copy = { ...own.variables };
  draft.groups[group] = { ...own, variables: copy };
  return copy;
}

function coords(draft: Draft, group: string, more: Draft["groups"][string]["coords"]): void {
  const own = draft.groups[group];
  if (own !== undefined) draft.groups[group] = { ...own, coords: { ...own.coords, ...more } };
}

const asIs: Spoil = () => undefined;

describe("a real PyMC-Marketing posterior", () => {
  let posterior: Posterior;
  beforeAll(async () => {
    posterior = await openPosterior("examples/robyn_weekly/model.nc");
  });
  afterAll(() => {
    posterior.close();
  });

  it("is recognised, with its dates, channels and scale", () => {
    expect(posterior.writer).toEqual({ name: "pymc-marketing", version: "0.19.2" });
    expect([posterior.chains, posterior.draws, posterior.targetScale]).toEqual([4, 500, 3827520]);
    expect([posterior.dates.length, posterior.dates[0], posterior.dates[207]]).toEqual([
      208,
      "2015-11-23",
      "2019-11-11",
    ]);
    expect(posterior.channels).toEqual(["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"]);
  });

  it("names its scalar parameters as ArviZ does, with ArviZ's means", async () => {
    const reference = JSON.parse(await readFile("tests/reference/robyn_weekly/reference.json", "utf8")) as {
      parameters: Record<string, { mean: number }>;
    };
    const parameters = [...posterior.scalarParameters()];
    expect(parameters.map(({ name }) => name)).toEqual(Object.keys(reference.parameters));
    for (const { name, chains } of parameters) {
      const draws = chains.flatMap((chain) => [...chain]);
      const mean = draws.reduce((total, x) => total + x, 0) / draws.length;
      const expected = reference.parameters[name]!.mean;
      expect(Math.abs(mean - expected), name).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
    }
  });

  it("marks nutpie's unconstrained copies as no decision quantities", () => {
    const copies = [...posterior.scalarParameters()].filter(({ isDecisionQuantity }) => !isDecisionQuantity);
    expect(copies.length).toBe(16);
    expect(copies.every(({ variable }) => variable.endsWith("__"))).toBe(true);
  });

  it("has its baseline components in target units", () => {
    const components = posterior.baselineComponents();
    expect(components.map(({ name, varies }) => [name, varies])).toEqual([
      ["competitor_sales_B", true],
      ["newsletter", true],
      ["intercept", false],
      ["yearly_seasonality", true],
    ]);
  });

  it("has the target of its data on the target's own scale", () => {
    expect(posterior.observed()?.[0]).toBeCloseTo(2754371.66666667, 6);
    expect(posterior.priorPredictive()).toMatchObject({ chains: 1, draws: 100 });
    expect(posterior.posteriorPredictive()?.values.length).toBe(4 * 500 * 208);
  });

  it("gives the same values whenever they are read", () => {
    expect(posterior.contributions().values).toEqual(posterior.contributions().values);
  });
});

it("reads PyMC's names of sampler statistics and a scalar target scale", async () => {
  const posterior = await openPosterior("examples/robyn_weekly_unconverged/model.nc");
  const { diverging, energy, treeDepth, reachedMaxTreeDepth } = posterior.sampleStats();
  expect(diverging?.flatMap((chain) => [...chain]).reduce((a, b) => a + b, 0)).toBe(275);
  expect([energy?.length, treeDepth?.[3]?.length, reachedMaxTreeDepth?.length]).toEqual([4, 120, 4]);
  expect(posterior.targetScale).toBe(3827520);
  posterior.close();
});

describe("a small posterior", () => {
  it("scales contributions, baseline, observations and predictions, but not the log-likelihood", async () => {
    await withPosterior(asIs, (posterior) => {
      expect([...posterior.contributions().values.slice(0, 3)]).toEqual([10, 20, 30]);
      expect(posterior.baselineComponents().map(({ name, values }) => [name, values[5]])).toEqual([
        ["intercept", 60],
      ]);
      expect([...(posterior.observed() ?? [])]).toEqual([10, 20, 30, 40]);
      expect(posterior.posteriorPredictive()?.values[23]).toBe(240);
      expect(posterior.logLikelihood()?.values[23]).toBe(24);
      expect(posterior.priorPredictive()).toBeNull();
    });
  });

  it.each([NaN, Infinity, -Infinity])(
    "opens with a log-likelihood of %d, which gate g6 judges and names by its observation",
    async (value) => {
      const spoil: Spoil = (draft) => {
        const own = variables(draft, "log_likelihood");
        own["y"] = { ...own["y"]!, data: new Float64Array(24).fill(-1).with(6, value) };
      };
      await withPosterior(spoil, (posterior) => {
        const left = leaveOneOut(posterior.logLikelihood()!, []);
        expect([...left.paretoK].map((k, i) => (Number.isFinite(left.pointwise[i]) ? "" : k))).toEqual([
          "",
          "",
          Infinity,
          "",
        ]);
        expect(left.elpd).toBeNaN();
        const checks = measurePareto(left, flaggedRows(left, posterior.dates, posterior.observed()));
        expect(checks[0]).toMatchObject({ checkId: "pareto_k_decisive", message: posterior.dates[2] });
      });
    },
  );

  it("has the prior's contributions and baseline where the file holds them as the posterior does", async () => {
    const spoil: Spoil = (draft) => {
      draft.groups["prior"] = {
        coords: { ...COORDS, chain: { data: [0], dtype: "<q" } },
        variables: {
          channel_contribution: {
            dims: ["chain", "draw", "date", "channel"],
            shape: [1, 3, 4, 2],
            data: counting(1, 3, 4, 2),
          },
          intercept_contribution: { dims: ["chain", "draw"], shape: [1, 3], data: counting(1, 3) },
        },
      };
    };
    await withPosterior(spoil, (posterior) => {
      const media = posterior.priorContributions()!;
      expect(media).toMatchObject({ chains: 1, draws: 3, channels: CHANNELS });
      expect([...media.values.slice(0, 2)]).toEqual([10, 20]);
      expect(posterior.priorBaseline()?.map(({ name, values }) => [name, [...values]])).toEqual([
        ["intercept", [10, 20, 30]],
      ]);
    });
  });

  it("has none where there is no prior, it lacks a part, or is over other dates", async () => {
    await withPosterior(asIs, (posterior) => {
      expect([posterior.priorContributions(), posterior.priorBaseline()]).toEqual([null, null]);
    });
    const spoil: Spoil = (draft) => {
      draft.groups["prior"] = {
        coords: { ...COORDS, date: { ...COORDS.date, data: [0, 7, 14] } },
        variables: {
          channel_contribution: {
            dims: ["chain", "draw", "date", "channel"],
            shape: [2, 3, 3, 2],
            data: counting(2, 3, 3, 2),
          },
        },
      };
    };
    await withPosterior(spoil, (posterior) => {
      expect([posterior.priorContributions(), posterior.priorBaseline()]).toEqual([null, null]);
    });
  });

  it("prefers the variable in target units", async () => {
    const spoil: Spoil = (draft) => {
      const own = variables(draft);
      own["channel_contribution_original_scale"] = own["channel_contribution"]!;
    };
    await withPosterior(spoil, (posterior) => {
      expect(posterior.contributions()).toMatchObject({ variable: "channel_contribution_original_scale" });
      expect(posterior.contributions().values[0]).toBe(1);
    });
  });

  it("reads booleans and 64-bit integers as numbers, and what is absent as null", async () => {
    const stats = await withPosterior(asIs, (posterior) => posterior.sampleStats());
    expect(stats.diverging?.map((chain) => [...chain])).toEqual([
      [0, 1, 0],
      [0, 0, 1],
    ]);
    expect(stats.treeDepth?.map((chain) => [...chain])).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(stats.energy).toBeNull();
  });

  it("is legal with one chain", async () => {
    const spoil: Spoil = (draft) => {
      for (const group of Object.keys(draft.groups)) {
        const own = variables(draft, group);
        for (const [name, array] of Object.entries(own)) {
          if (array.dims[0] !== "chain") continue;
          const length = array.shape.reduce((a, b) => a * b, 1) / 2;
          own[name] = { ...array, shape: [1, ...array.shape.slice(1)], data: counting(length), dtype: "<d" };
        }
        if (draft.groups[group]?.coords["chain"] !== undefined)
          coords(draft, group, { chain: { data: [0], dtype: "<q" } });
      }
    };
    expect(await withPosterior(spoil, ({ chains }) => chains)).toBe(1);
  });

  it("finds dates and channels under any name and in any order of axes", async () => {
    const spoil: Spoil = (draft) => {
      const own = variables(draft);
      coords(draft, "posterior", {
        medium: COORDS.channel,
        time: { data: ["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"] },
      });
      own["incremental"] = {
        dims: ["medium", "draw", "time", "chain"],
        shape: [2, 3, 4, 2],
        data: counting(2, 3, 4, 2),
      };
    };
    await withPosterior(
      spoil,
      (posterior) => {
        const { values } = posterior.contributions();
        const at = (chain: number, draw: number, date: number, channel: number) =>
          values[((chain * 3 + draw) * 4 + date) * 2 + channel];
        expect([at(0, 0, 0, 0), at(1, 0, 0, 0), at(0, 0, 1, 0), at(0, 1, 0, 0), at(0, 0, 0, 1)]).toEqual([
          1, 2, 3, 9, 25,
        ]);
        expect(posterior.channels).toEqual(CHANNELS);
        expect(posterior.dates[3]).toBe("2024-01-22");
      },
      { contribution: "incremental" },
    );
  });

  it("drops a dimension of one value", async () => {
    const spoil: Spoil = (draft) => {
      coords(draft, "posterior", { geo: { data: ["national"] } });
      const own = variables(draft);
      own["channel_contribution"] = {
        dims: ["chain", "draw", "geo", "date", "channel"],
        shape: [2, 3, 1, 4, 2],
        data: counting(2, 3, 4, 2),
      };
    };
    expect(await withPosterior(spoil, (posterior) => posterior.contributions().values[47])).toBe(480);
  });

  it("takes a component from the mapping, in target units", async () => {
    const spoil: Spoil = (draft) => {
      variables(draft)["trend"] = {
        dims: ["chain", "draw", "date"],
        shape: [2, 3, 4],
        data: counting(2, 3, 4),
      };
    };
    const components = await withPosterior(spoil, (posterior) => posterior.baselineComponents(), {
      baseline: { drift: "trend", level: "intercept_contribution" },
    });
    expect(components.map(({ name, varies, values }) => [name, varies, values[1]])).toEqual([
      ["drift", true, 2],
      ["level", false, 20],
    ]);
  });

  it("takes components beyond the known ones from variables in target units, but no sums", async () => {
    const spoil: Spoil = (draft) => {
      const own = variables(draft);
      const perDate: Stored = { dims: ["chain", "draw", "date"], shape: [2, 3, 4], data: counting(2, 3, 4) };
      own["trend_contribution_original_scale"] = perDate;
      own["total_media_contribution_original_scale"] = perDate;
    };
    const components = await withPosterior(spoil, (posterior) => posterior.baselineComponents());
    expect(components.map(({ name }) => name)).toEqual(["intercept", "trend"]);
  });

  it("labels a dimension without coordinates by position", async () => {
    const spoil: Spoil = (draft) => {
      coords(draft, "posterior", {
        mode: {
          data: [9, 9],
          dtype: "<q",
          attrs: { NAME: "This is a netCDF dimension but not a netCDF variable.         2" },
        },
      });
      const own = variables(draft);
      own["gamma"] = { dims: ["chain", "draw", "mode"], shape: [2, 3, 2], data: counting(2, 3, 2) };
      own["delta"] = { dims: ["chain", "draw", "none"], shape: [2, 3, 2], data: counting(2, 3, 2) };
    };
    const names = await withPosterior(spoil, (posterior) =>
      Array.from(posterior.scalarParameters(), ({ name }) => name),
    );
    expect(names).toEqual(expect.arrayContaining(["alpha[tv]", "gamma[0]", "gamma[1]", "delta[1]"]));
  });

  it("reads a fill value as NaN and so refuses it", async () => {
    const spoil: Spoil = (draft) => {
      const own = variables(draft);
      own["alpha"] = { ...own["alpha"]!, attrs: { _FillValue: Float64Array.of(0.5) } };
    };
    expect(await messageOf(await storedDraft(spoil))).toMatch(
      /alpha\[tv\]: NaN or infinite: 3 of 3 draws in chain 0/,
    );
  });
});

/** Writes NaN over the values at the given positions of a variable. */
function spoilt(array: Stored | undefined, positions: readonly number[], value = NaN): Stored {
  if (array === undefined) throw new Error("no such variable");
  const data = counting(...array.shape);
  for (const at of positions) data[at] = value;
  return { ...array, data };
}

describe("an unusable posterior is refused with what, where and how to mend it", () => {
  it.each<[string, string | Uint8Array | null, RegExp]>([
    ["a missing file", null, /no such file\n {2}fix: check the path/],
    ["an empty file", "", /is empty, expected NetCDF-4\/HDF5/],
    ["a text file", "date,revenue\n", /is not a NetCDF-4\/HDF5 file/],
    [
      "a NetCDF-3 file",
      "CDF\u0001aaaaaaaaaaaa",
      /NetCDF-3 \(classic\).*\n {2}fix: convert it: nccopy -k nc4/,
    ],
  ])("%s", async (title, content, message) => {
    const path = join(folder, `${title.replaceAll(" ", "-")}.nc`);
    if (content !== null) await writeBytes(path, content);
    expect(await messageOf(path)).toMatch(message);
  });

  it("a folder", async () => {
    const path = join(folder, "folder.nc");
    await mkdir(path);
    expect(await messageOf(path)).toMatch(/is a folder, not a file/);
  });

  it("a truncated file", async () => {
    const bytes = await readFile("examples/robyn_weekly_unconverged/model.nc");
    const path = join(folder, "truncated.nc");
    await writeBytes(path, bytes.subarray(0, bytes.length / 2));
    expect(await messageOf(path)).toMatch(/is damaged or incomplete: truncated file/);
  });

  it("a file with damaged bytes inside, which never reads as numbers", async () => {
    const bytes = await readFile("examples/robyn_weekly_unconverged/model.nc");
    for (let at = 20_000; at < bytes.length - 20_000; at += 50) bytes[at] = 0xaa;
    const path = join(folder, "damaged.nc");
    await writeBytes(path, bytes);
    expect(await messageOf(path)).toMatch(/is damaged or incomplete/);
  });

  it.each<[string, Spoil, Partial<PosteriorMapping>, RegExp[]]>([
    [
      "no posterior group",
      (draft) => delete draft.groups["posterior"],
      {},
      [/no posterior group \(groups: constant_data, log_likelihood, .*\)/, /fix: export the fitted model/],
    ],
    [
      "no contributions of a known writer",
      (draft) => delete variables(draft)["channel_contribution"],
      {},
      [
        /without channel contributions \(variables: alpha, intercept_contribution\)/,
        /set posterior\.contribution to its name/,
      ],
    ],
    [
      "an unknown writer without mapping",
      (draft) => {
        draft.attrs = {};
        draft.groups["posterior"] = { ...draft.groups["posterior"]!, attrs: {} };
      },
      {},
      [/its writer is not recognised/, /variables: .*channel_contribution/, /set posterior\.contribution/],
    ],
    [
      "Meridian's parameters",
      (draft) => {
        draft.attrs = {};
        const perChannel: Stored = {
          dims: ["chain", "draw", "channel"],
          shape: [2, 3, 2],
          data: counting(2, 3, 2),
        };
        draft.groups = {
          posterior: {
            coords: COORDS,
            variables: { roi_m: perChannel, beta_m: perChannel, ec_m: perChannel, alpha_m: perChannel },
          },
        };
      },
      {},
      [
        /Meridian wrote it; Meridian keeps parameters in the file but no channel contributions \(variables: alpha_m, beta_m, ec_m, roi_m\)/,
      ],
    ],
    [
      "mapped names that do not exist, all at once",
      asIs,
      {
        contribution: "chanel_contribution",
        target: "revenue",
        baseline: { level: "intercept_contributions" },
      },
      [
        /posterior\.contribution names chanel_contribution.*\n {2}fix: did you mean channel_contribution\?/,
        /posterior\.baseline\.level names .*\n {2}fix: did you mean intercept_contribution\?/,
        /posterior\.target names revenue, .*variables: y/,
      ],
    ],
    [
      "a mapped dimension that does not exist",
      asIs,
      { channelDim: "chanel" },
      [/posterior\.channel_dim is chanel, .*\n {2}fix: did you mean channel\?/],
    ],
    [
      "a scaled contribution without the scale",
      (draft) => delete draft.groups["constant_data"],
      {},
      [
        /posterior\/channel_contribution: is on the scaled target, and constant_data\/target_scale is not in the file/,
      ],
    ],
    [
      "a scale of several markets",
      (draft) => {
        variables(draft, "constant_data")["target_scale"] = {
          dims: ["geo"],
          shape: [2],
          data: [10, 20],
          dtype: "<d",
        };
      },
      {},
      [/target_scale: is 10, 20; expected one positive number/],
    ],
    [
      "an extra dimension of several values",
      (draft) => {
        coords(draft, "posterior", { geo: { data: ["north", "south"] } });
        variables(draft)["channel_contribution"] = {
          dims: ["chain", "draw", "date", "geo", "channel"],
          shape: [2, 3, 4, 2, 2],
          data: counting(2, 3, 4, 2, 2),
        };
      },
      {},
      [
        /geo of 2 values \(north, south\) is more than one posterior at a time/,
        /fix: select one value or sum over geo/,
      ],
    ],
    [
      "stacked draws",
      (draft) => {
        coords(draft, "posterior", { sample: { data: [0, 1], dtype: "<q" } });
        variables(draft)["channel_contribution"] = {
          dims: ["sample", "date", "channel"],
          shape: [2, 4, 2],
          data: counting(2, 4, 2),
        };
      },
      {},
      [/has dimensions \(sample: 2, date: 4, channel: 2\), without chain and draw/],
    ],
    [
      "dates that are plain numbers",
      (draft) => {
        coords(draft, "posterior", { date: { data: [0, 1, 2, 3], dtype: "<q" } });
      },
      {},
      [/holds the dates cannot be told\n {2}fix: set posterior\.date_dim/],
    ],
    [
      "a calendar without our dates",
      (draft) => {
        coords(draft, "posterior", {
          date: { ...COORDS.date, attrs: { units: "days since 2024-01-01", calendar: "noleap" } },
        });
      },
      {},
      [/holds the dates cannot be told/],
    ],
    [
      "a channel twice",
      (draft) => {
        coords(draft, "posterior", { channel: { data: ["tv", "tv"] } });
      },
      {},
      [/dimension channel has tv more than once/],
    ],
    [
      "bad draws in several variables, all at once",
      (draft) => {
        const own = variables(draft);
        own["channel_contribution"] = spoilt(own["channel_contribution"], [0, 1, 9]);
        own["alpha"] = spoilt(own["alpha"], [9], Infinity);
        own["intercept_contribution"] = spoilt(own["intercept_contribution"], [0, 4]);
        const predicted = variables(draft, "posterior_predictive");
        predicted["y"] = spoilt(predicted["y"], [0]);
      },
      {},
      [
        /posterior\/channel_contribution: NaN or infinite: 2 of 3 draws in chain 0\n/,
        /posterior\/alpha\[search\]: NaN or infinite: 1 of 3 draws in chain 1\n/,
        /posterior\/intercept_contribution \(intercept\): NaN or infinite: 1 of 3 draws in chain 0, 1 of 3 draws in chain 1\n/,
        /posterior_predictive\/y: NaN or infinite: 1 of 3 draws in chain 0\n/,
      ],
    ],
    [
      "chains of unequal length, padded",
      (draft) => {
        const own = variables(draft);
        own["channel_contribution"] = spoilt(own["channel_contribution"], [40, 41, 42, 43, 44, 45, 46, 47]);
      },
      {},
      [/chains are of unequal length: NaN fills the last 1 of 3 draws in chain 1/],
    ],
    [
      "groups of unequal length",
      (draft) => {
        coords(draft, "log_likelihood", { draw: { data: [0, 1], dtype: "<q" } });
        variables(draft, "log_likelihood")["y"] = {
          dims: ["chain", "draw", "date"],
          shape: [2, 2, 4],
          data: counting(2, 2, 4),
        };
      },
      {},
      [/log_likelihood\/y: has 2 chains of 2 draws, the posterior 2 of 3/],
    ],
    [
      "predictions of other dates",
      (draft) => {
        coords(draft, "posterior_predictive", {
          date: { ...COORDS.date, attrs: { units: "days since 2025-01-01" } },
        });
      },
      {},
      [/is over other dates than the contributions: date 1 is 2025-01-01, in the contributions 2024-01-01/],
    ],
    [
      "an observation that is missing",
      (draft) => {
        const own = variables(draft, "observed_data");
        own["y"] = spoilt(own["y"], [2]);
      },
      {},
      [/observed_data\/y: NaN or infinite on 1 of 4 dates \(2024-01-15\)/],
    ],
    [
      "texts where draws belong",
      (draft) => {
        variables(draft)["channel_contribution"] = { dims: ["chain"], shape: [2], data: ["a", "b"] };
      },
      {},
      [/posterior\/channel_contribution: does not hold numbers/],
    ],
    [
      "two variables that may be the target",
      (draft) => {
        const own = variables(draft, "observed_data");
        own["sales"] = own["y"]!;
        own["orders"] = own["y"]!;
        delete own["y"];
      },
      {},
      [
        /which variable is the target cannot be told \(variables: orders, sales\)\n {2}fix: set posterior\.target/,
      ],
    ],
  ])("%s", async (_, spoil, mapping, messages) => {
    const message = await messageOf(await storedDraft(spoil), mapping);
    for (const expected of messages) expect(message).toMatch(expected);
  });
});
