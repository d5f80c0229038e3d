import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadPolicy } from "../../lib/gates/policy.ts";

describe("loadPolicy", () => {
  let folder: string;
  const load = (text: string) => {
    writeFileSync(join(folder, "ours.yaml"), text);
    return loadPolicy("ours.yaml", join(folder, "pipeline.yaml"), "pipeline.yaml:3:9 (policy)");
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sluice-policy-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("starts a team's own policy from a built-in one and changes only what it names", async () => {
    const publish = await loadPolicy("publish", "pipeline.yaml", "policy");
    const ours = await load(
      "name: ours\ndescription: x\nextends: publish\nskipped: fail\nchecks:\n  rhat_max: { kind: at_most, warn: 1.02, fail: 1.03, source: team }\n",
    );
    expect(ours.checks.rhat_max).toMatchObject({ warn: 1.02, fail: 1.03 });
    expect(ours.checks.vif_max).toEqual(publish.checks.vif_max);
    expect([ours.name, ours.skipped, ours.undefined]).toEqual(["ours", "fail", publish.undefined]);
  });

  it.each([
    [
      "an unknown check",
      "name: a\ndescription: x\nextends: publish\nchecks:\n  rhat_mx: { kind: at_most, source: team }\n",
      "did you mean rhat_max?",
    ],
    [
      "a rule for no check at all",
      "name: a\ndescription: x\nchecks: {}\n",
      "has no rule for dates_irregular",
    ],
    ["an unknown base", "name: a\ndescription: x\nextends: publsh\n", "publish"],
    [
      "an unknown kind of rule",
      "name: a\ndescription: x\nextends: publish\nchecks:\n  rhat_max: { kind: at_moost, source: team }\n",
      "at_most",
    ],
    [
      "a rule without its source",
      "name: a\ndescription: x\nextends: publish\nchecks:\n  rhat_max: { kind: at_most }\n",
      "source",
    ],
  ])("refuses %s and says where", async (_, text, message) => {
    await expect(load(text)).rejects.toThrow(message);
    await expect(load(text)).rejects.toThrow("ours.yaml:");
  });

  it("refuses an unknown name at its place in the pipeline file, and a file outside the project", async () => {
    const file = join(folder, "pipeline.yaml");
    await expect(loadPolicy("publsh", file, "here")).rejects.toThrow(
      'here: there is no policy "publsh"\n  fix: did you mean publish?',
    );
    await expect(loadPolicy("../x.yaml", file, "here")).rejects.toThrow("leaves the project folder");
  });
});
