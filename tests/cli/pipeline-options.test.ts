import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { overridesOf } from "../../lib/cli/pipeline-options.ts";

describe("what the command line changes of a pipeline file", () => {
  it("is nothing where nothing is said", () => {
    expect(overridesOf({}, "/somewhere")).toEqual({});
  });

  it("is the policy, and the artefacts folder relative to the working folder", () => {
    expect(overridesOf({ policy: "strict", artefacts: "../out" }, resolve("/somewhere"))).toEqual({
      policy: "strict",
      artefacts: resolve("/out"),
    });
  });
});
