import { describe, expect, it } from "vitest";
import { openFit, type AnyFit } from "../../lib/adequacy/read-fit.ts";
import { measurePriorMedia, priorMedia, type PriorMedia } from "../../lib/adequacy/prior-media.ts";
import { InputError } from "../../lib/errors.ts";
import { openPosterior } from "../../lib/posterior/open.ts";
import { COORDS, counting, storedDraft, validFile, type Draft } from "../posterior/synthetic.ts";

type Change = (draft: Draft) => unknown;

async function withFit<T>(change: Change, use: (fit: AnyFit) => T, target: string | null = null): Promise<T> {
  const fit = await openFit(await storedDraft(change), target);
  try {
    return use(fit);
  } finally {
    fit.close();
  }
}

async function messageOf(change: Change, target: string | null = null): Promise<string> {
  const path = await storedDraft(change);
  const error: unknown = await openFit(path, target).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.message.replace(path, "model.nc") : "";
}

const asIs: Change = () => undefined;
const valid = validFile().groups;
const perDate = { dims: ["chain", "draw", "date"], shape: [2, 3, 4], data: counting(2, 3, 4) };
/** Adds a likelihood variable beside y. */
const adding =
  (name: string): Change =>
  ({ groups }) =>
    (groups["log_likelihood"] = {
      ...valid["log_likelihood"]!,
      variables: { ...valid["log_likelihood"]!.variables, [name]: perDate },
    });
const renamed =
  (name: string): Change =>
  ({ groups }) => {
    for (const group of ["log_likelihood", "posterior_predictive", "observed_data"]) {
      const own = valid[group]!;
      groups[group] = { ...own, variables: { [name]: own.variables["y"]! } };
    }
  };

describe("a fit of any model", () => {
  it("has every scalar of every numeric variable, dates included, and reads them as often as asked", async () => {
    await withFit(asIs, ({ parameters }) => {
      const names = Array.from(parameters, ({ name }) => name);
      // 4 dates × 2 channels, intercept, alpha of two channels, and the sampler's copy.
      expect(names).toHaveLength(8 + 1 + 2 + 1);
      expect(names.filter((name) => name.startsWith("channel_contribution")).slice(0, 2)).toEqual([
        "channel_contribution[2024-01-01, tv]",
        "channel_contribution[2024-01-01, search]",
      ]);
      expect(Array.from(parameters, ({ name }) => name)).toEqual(names);
    });
  });

  it("by hand: draws of one scalar are those of its place in the array, chain by chain", async () => {
    await withFit(asIs, ({ parameters }) => {
      const found = Array.from(parameters).find(
        ({ name }) => name === "channel_contribution[2024-01-08, tv]",
      );
      // Row-major (chain, draw, date, channel): the third number of each eight.
      expect(found?.chains.map((chain) => [...chain])).toEqual([
        [3, 11, 19],
        [27, 35, 43],
      ]);
    });
  });

  it("has target, observations and draws by their dates, unscaled", async () => {
    await withFit(asIs, (fit) => {
      expect(fit).toMatchObject({
        target: "y",
        decisions: [],
        prior: null,
        priorParameters: null,
        priorMedia: null,
      });
      expect(fit.observations).toEqual(["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]);
      expect([...fit.observed!]).toEqual([1, 2, 3, 4]);
      expect(fit.predictive).toMatchObject({ chains: 2, draws: 3, dates: fit.observations });
      expect(fit.logLikelihood?.values).toEqual(counting(2, 3, 4));
      expect(fit.sampleStats.diverging?.map((chain) => [...chain])).toEqual([
        [0, 1, 0],
        [0, 0, 1],
      ]);
    });
  });

  it("knows the names of channels, but takes no date for a name", async () => {
    await withFit(asIs, ({ names }) => {
      expect([...names]).toEqual(["tv", "search"]);
    });
  });

  it("has the prior's parameters by the same names", async () => {
    const withPrior: Change = ({ groups }) => {
      groups["prior"] = {
        coords: { ...COORDS, chain: { data: [0], dtype: "<q" } },
        variables: {
          alpha: { dims: ["chain", "draw", "channel"], shape: [1, 3, 2], data: counting(1, 3, 2) },
        },
      };
    };
    await withFit(withPrior, ({ priorParameters }) => {
      expect(Array.from(priorParameters!, ({ name, chains }) => [name, ...chains[0]!])).toEqual([
        ["alpha[tv]", 1, 3, 5],
        ["alpha[search]", 2, 4, 6],
      ]);
    });
  });

  it("is of observations with more than one dimension: a label each, separated by commas", async () => {
    const panel: Change = ({ groups }) => {
      groups["observed_data"] = {
        coords: { date: COORDS.date, channel: COORDS.channel },
        variables: { y: { dims: ["date", "channel"], shape: [4, 2], data: counting(4, 2) } },
      };
      for (const group of ["log_likelihood", "posterior_predictive"]) {
        groups[group] = {
          coords: COORDS,
          variables: {
            y: {
              dims: ["chain", "draw", "date", "channel"],
              shape: [2, 3, 4, 2],
              data: counting(2, 3, 4, 2),
            },
          },
        };
      }
    };
    await withFit(panel, ({ observations, predictive }) => {
      expect(observations.slice(0, 3)).toEqual(["2024-01-01, tv", "2024-01-01, search", "2024-01-08, tv"]);
      expect(predictive?.dates).toEqual(observations);
    });
  });

  it("has neither target nor observations where the file has only draws of parameters", async () => {
    const bare: Change = ({ groups }) => {
      delete groups["log_likelihood"];
      delete groups["posterior_predictive"];
      delete groups["observed_data"];
    };
    await withFit(bare, (fit) => {
      expect(fit).toMatchObject({ target: null, observed: null, predictive: null, observations: [] });
    });
  });

  it("reads the draws of an example as the posterior of a marketing-mix model does", async () => {
    const path = "examples/robyn_weekly_unconverged/model.nc";
    const [fit, posterior] = [await openFit(path, "y"), await openPosterior(path)];
    expect(fit.logLikelihood).toEqual(posterior.logLikelihood());
    expect(fit.predictive?.values.map((value) => value * posterior.targetScale)).toEqual(
      posterior.posteriorPredictive()?.values,
    );
    const own = new Map(Array.from(fit.parameters, ({ name, chains }) => [name, chains]));
    for (const { name, chains } of posterior.scalarParameters()) expect(own.get(name), name).toEqual(chains);
    fit.close();
    posterior.close();
  });

  it("by hand: has the prior's contributions and baseline, summed over the dates", async () => {
    // The target was divided by 10, and contributions are on its scale: tv contributes 1 + 3 + 5 + 7 in the first draw.
    await withFit(
      ({ groups }) => (groups["prior"] = groups["posterior"]!),
      ({ priorMedia: media }) => {
        expect(media?.channels).toEqual(["tv", "search"]);
        expect(media?.contributions.map(([first]) => first)).toEqual([16, 20]);
        expect([...media!.baseline!]).toEqual([4, 8, 12, 16, 20, 24]);
        expect(media?.spend).toEqual([NaN, NaN]);
      },
    );
  });

  it("has the prior's contributions and baseline in the units of its own target", async () => {
    const path = "examples/robyn_weekly/model.nc";
    const [fit, posterior] = [await openFit(path, "y"), await openPosterior(path)];
    const prior = posterior.priorContributions()!;
    const media = priorMedia(prior, posterior.priorBaseline(), []);
    const scaled = (totals: Float64Array) => totals.map((value) => value / posterior.targetScale);
    expect(posterior.targetScale).toBeGreaterThan(1);
    expect(fit.priorMedia).toEqual({
      channels: posterior.channels,
      contributions: media.contributions.map(scaled),
      baseline: scaled(media.baseline!),
      spend: posterior.channels.map(() => NaN),
    });
    // The share that exceeds the outcome is the same as in units of money.
    const shareOf = (own: PriorMedia, observed: Float64Array) => measurePriorMedia(own, observed, null)[0];
    const inMoney = shareOf({ ...media, spend: [] }, posterior.observed()!);
    expect(shareOf(fit.priorMedia!, fit.observed!)).toMatchObject({
      value: inMoney && "value" in inMoney ? inMoney.value : NaN,
    });
    fit.close();
    posterior.close();
  });

  it("has no prior media when its target is another variable, or its contributions are not known", async () => {
    const path = "examples/robyn_weekly/model.nc";
    const other = await openFit(path, "y_original_scale");
    expect(other.priorMedia).toBeNull();
    other.close();
    const ofUnknownWriter: Change = (draft) => {
      draft.attrs = {};
      const { coords, variables } = draft.groups["posterior"]!;
      draft.groups["posterior"] = draft.groups["prior"] = { coords, variables };
    };
    await withFit(ofUnknownWriter, ({ priorMedia: found, priorParameters }) => {
      expect([...priorParameters!].length).toBeGreaterThan(0);
      expect(found).toBeNull();
    });
  });
});

describe("the target of a fit", () => {
  it("is the only likelihood variable, whatever its name", async () => {
    expect(await withFit(renamed("sales"), ({ target }) => target)).toBe("sales");
  });

  it("is y among several, unless another is named", async () => {
    expect(await withFit(adding("clicks"), ({ target }) => target)).toBe("y");
    await withFit(
      adding("clicks"),
      ({ target, observed, logLikelihood }) => {
        expect([target, observed, logLikelihood?.values.length]).toEqual(["clicks", null, 24]);
      },
      "clicks",
    );
  });

  it("has to be named where it cannot be told, and has to be there", async () => {
    const several: Change = (draft) => {
      renamed("sales")(draft);
      const own = draft.groups["log_likelihood"]!;
      draft.groups["log_likelihood"] = { ...own, variables: { ...own.variables, clicks: perDate } };
    };
    expect(await messageOf(several)).toBe(
      "model.nc: which variable is the target cannot be told (sales, clicks)\n  fix: name it with --target",
    );
    expect(await messageOf(asIs, "sales")).toBe(
      'model.nc: there is no variable "sales" among observed or predicted values (y)\n  fix: name one of them with --target, or leave it out',
    );
  });
});

describe("a file that is no fit is refused", () => {
  it("without a posterior group", async () => {
    expect(await messageOf(({ groups }) => delete groups["posterior"])).toMatch(
      /^model\.nc: has no posterior group \(groups: constant_data, log_likelihood, .*\)\n {2}fix: export/,
    );
  });

  it("with groups over different observations", async () => {
    const short: Change = ({ groups }) => {
      groups["log_likelihood"] = {
        coords: { ...COORDS, date: { ...COORDS.date, data: [0, 7, 14] } },
        variables: { y: { dims: ["chain", "draw", "date"], shape: [2, 3, 3], data: counting(2, 3, 3) } },
      };
    };
    expect(await messageOf(short)).toMatch(
      /groups differ in their observations: observed_data 4, posterior_predictive 4, log_likelihood 3\n {2}fix: export/,
    );
  });
});
