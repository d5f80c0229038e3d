import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fitOf } from "../../lib/adequacy/fit.ts";
import { measurePriorMedia, totalBaseline, type PriorMedia } from "../../lib/adequacy/prior-media.ts";
import { judge, type Measurement } from "../../lib/gates/judge.ts";
import { loadPolicy, type Policy } from "../../lib/gates/policy.ts";
import { readCase } from "../posterior/cases.ts";

let publish: Policy;
beforeAll(async () => {
  publish = await loadPolicy("publish", "pipeline.yaml", "policy");
});

/** Four prior draws; the outcome is 100 in all. */
const MEDIA: PriorMedia = {
  channels: ["tv", "search"],
  contributions: [Float64Array.of(10, 20, 80, 90), Float64Array.of(10, 20, 10, 20)],
  baseline: Float64Array.of(-1, 5, 50, 80),
  spend: [10, 20],
};
const OUTCOME = Float64Array.of(40, 60);
const RANGE = { lower: 0.5, upper: 5 };

function valueOf(found: readonly Measurement[], id: string) {
  const one = found.find(({ checkId }) => checkId === id)!;
  return "value" in one ? one.value : one.skipped;
}
const measured = (media: PriorMedia | null, observed: Float64Array | null = OUTCOME, range = RANGE) =>
  measurePriorMedia(media, observed, range);

describe("the prior of what the optimiser reads", () => {
  it("by hand: shares of prior draws above the outcome, below zero, and outside the range of ROI", () => {
    expect(measured(MEDIA)).toEqual([
      {
        checkId: "prior_media_share",
        value: 0.25,
        message: "in 25 % of 4 prior draws media contribute more than the outcome, 100",
      },
      { checkId: "prior_baseline_negative", value: 0.25, message: "negative in 25 % of 4 prior draws" },
      { checkId: "prior_roi", value: 0.5, message: "50 % of the prior ROI of tv is outside 0.5 to 5" },
    ]);
  });

  it("passes a prior that could be, and warns of each way in which it could not", () => {
    const likely = {
      ...MEDIA,
      baseline: Float64Array.of(1, 2, 3, 4),
      contributions: MEDIA.contributions.map((one) => one.map(() => 15)),
    };
    expect(measured(likely).map((one) => judge(one, publish).status)).toEqual(["pass", "pass", "pass"]);
    expect(measured(MEDIA).map((one) => judge(one, publish).status)).toEqual(["warn", "warn", "warn"]);
  });

  it.each([
    ["a draw of a channel", { contributions: [Float64Array.of(1, NaN), Float64Array.of(1, 1)] }, OUTCOME],
    ["an infinite draw", { contributions: [Float64Array.of(1, Infinity), Float64Array.of(1, 1)] }, OUTCOME],
    ["every draw", { contributions: [new Float64Array(), new Float64Array()] }, OUTCOME],
    ["an observation", {}, Float64Array.of(1, NaN)],
  ])("is undefined, and does not pass, without %s", (_, changed, observed) => {
    const [share] = measured({ ...MEDIA, ...changed }, observed);
    expect(share).toMatchObject({ value: NaN });
    expect(judge(share!, publish).status).toBe("fail");
  });

  it("is undefined where the spend or the baseline is", () => {
    const broken = { ...MEDIA, spend: [10, NaN], baseline: Float64Array.of(1, NaN) };
    expect(valueOf(measured(broken), "prior_roi")).toBeNaN();
    expect(valueOf(measured(broken), "prior_baseline_negative")).toBeNaN();
  });

  it("has no ROI for a channel that never spent, and none for an empty range", () => {
    expect(valueOf(measured({ ...MEDIA, spend: [0, 20] }), "prior_roi")).toBe(0);
    expect(valueOf(measured({ ...MEDIA, spend: [0, 0] }), "prior_roi")).toBe("no channel spent");
    expect(valueOf(measured(MEDIA, OUTCOME, { lower: 2, upper: 2 }), "prior_roi")).toBeNaN();
  });

  it("is skipped part by part for what is missing, each with its reason", () => {
    expect(measured(null).map((one) => "skipped" in one && one.skipped)).toEqual(
      Array(3).fill("there are no prior draws of channel contributions to judge"),
    );
    const found = measurePriorMedia({ ...MEDIA, baseline: null }, null, null);
    expect(found.map((one) => "skipped" in one && one.skipped)).toEqual([
      "there is no observed target to compare with",
      "model.nc holds no prior draws of the whole baseline",
      "no range of ROI is given: set 50_diagnostics.roi_range",
    ]);
  });

  it("does not depend on the currency of the target, or of the spend when the range follows it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 150 }), fc.integer({ min: -50, max: 150 })), {
          minLength: 1,
        }),
        fc.constantFrom(0.125, 2, 64),
        (draws, factor) => {
          const own: PriorMedia = {
            ...MEDIA,
            contributions: [0, 1].map((c) => Float64Array.from(draws, (pair) => pair[c]!)),
            baseline: Float64Array.from(draws, ([first]) => first),
          };
          const scale = (values: Float64Array) => values.map((value) => factor * value);
          const scaled: PriorMedia = {
            ...own,
            contributions: own.contributions.map(scale),
            baseline: scale(own.baseline!),
          };
          const range = { lower: factor * RANGE.lower, upper: factor * RANGE.upper };
          const values = (found: readonly Measurement[]) => found.map((one) => "value" in one && one.value);
          expect(values(measured(scaled, scale(OUTCOME), range))).toEqual(values(measured(own)));
        },
      ),
    );
  });
});

describe("the totals of the prior", () => {
  it("by hand: components that vary are summed over dates, constant ones count on each", () => {
    const total = totalBaseline(
      [
        { name: "intercept", variable: "i", varies: false, values: Float64Array.of(1, 2) },
        { name: "season", variable: "s", varies: true, values: Float64Array.of(1, 2, 3, 10, 20, 30) },
      ],
      { chains: 1, draws: 2, dates: ["a", "b", "c"] },
    );
    expect([...total]).toEqual([9, 66]);
  });

  // Summed once over the arrays of the file itself, by h5wasm: negative in 31 of 100 draws; of the unconverged fit in 28 of 50.
  it.each([
    ["robyn_weekly", 0, 0.31],
    ["robyn_weekly_unconverged", 1, 0.56],
  ] as const)("of %s are those of the file's own arrays", async (name, share, negative) => {
    const { posterior, dataset } = await readCase(name);
    const { priorMedia: found, observed } = fitOf(posterior, dataset);
    posterior.close();
    expect(valueOf(measured(found, observed), "prior_media_share")).toBe(share);
    expect(valueOf(measured(found, observed), "prior_baseline_negative")).toBe(negative);
    expect(found?.spend[0]).toBeCloseTo(
      dataset.channels[0]!.spend.reduce((sum, value) => sum + value, 0),
      6,
    );
  });
});
