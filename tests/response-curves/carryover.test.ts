import { describe, expect, it } from "vitest";
import { InputError } from "../../lib/errors.ts";
import { alphasOf, checkAdstock } from "../../lib/response-curves/carryover.ts";

const scalar = (parameter: string, mean: number | null) => ({
  parameter,
  mean,
  sd: 0.1,
  hdi_lower: 0,
  hdi_upper: 1,
  hdi_probability: 0.94,
});

describe("the carryover of each channel", () => {
  it("is none by default", () => {
    expect(alphasOf(null, ["tv", "search"], [])).toEqual([0, 0]);
  });

  it("is what the options say, none for channels that they do not name", () => {
    expect(alphasOf({ tv: 0.4 }, ["search", "tv"], [])).toEqual([0, 0.4]);
  });

  it.each(["adstock_alpha", "alpha_m"])("is the posterior mean of the model's own %s", (name) => {
    const summary = [scalar(`${name}[tv]`, 0.3), scalar(`${name}[search]`, 0.1), scalar("intercept", 2)];
    expect(alphasOf("model", ["search", "tv"], summary)).toEqual([0.1, 0.3]);
  });

  it.each([
    ["no adstock at all", [scalar("intercept", 1)], "it has no adstock_alpha[tv] or alpha_m[tv]"],
    ["a channel without", [scalar("adstock_alpha[search]", 0.2)], "it has no adstock_alpha[tv]"],
    [
      "delayed adstock",
      [scalar("adstock_alpha[tv]", 0.3), scalar("adstock_theta[tv]", 1)],
      "its adstock is not geometric (it has adstock_theta)",
    ],
    ["an undefined mean", [scalar("adstock_alpha[tv]", null)], "the mean of adstock_alpha[tv] is undefined"],
    ["a mean out of its domain", [scalar("adstock_alpha[tv]", 1)], "the mean of adstock_alpha[tv] is 1"],
  ])("cannot be read from a model with %s, and the error says what to do", (_, summary, what) => {
    const read = () => alphasOf("model", ["tv"], summary);
    expect(read).toThrow(InputError);
    expect(read).toThrow(what);
    expect(read).toThrow("give alpha by channel");
  });

  it("of a channel that there is not is refused with the nearest name", () => {
    expect(checkAdstock({ tvv: 0.3 }, ["tv", "search"])).toEqual([
      { path: ["adstock", "tvv"], what: 'there is no channel "tvv"', fix: "did you mean tv?" },
    ]);
    expect(checkAdstock("model", ["tv"])).toEqual([]);
    expect(checkAdstock(null, ["tv"])).toEqual([]);
  });
});
