import { describe, expect, it } from "vitest";
import { jobSummary } from "../../lib/audit/job-summary.ts";
import { demoView } from "./demo.ts";

describe("the summary for a CI job", () => {
  const text = jobSummary(demoView());

  it("begins with the pipeline and the verdict, and has every gate", () => {
    expect(text.split("\n\n").slice(0, 3)).toEqual([
      "## Sluice: robyn\\_weekly",
      "⛔ fail under policy `publish`.",
      "g0 ✅ pass · g1 ⚠️ warn · g2 ⛔ fail",
    ]);
  });

  it("lists the checks that decided, with what to do, and no others", () => {
    expect(text).toContain(
      "| g2 | metric of apart | 5.237 | warn \\> 1, fail \\> 2 | ⛔ fail | worst at a\\|b \\<c\\> |",
    );
    expect(text).toContain("| g2 | metric of absent | – |");
    expect(text).not.toContain("metric of near");
    expect(text).not.toContain("metric of fine");
    expect(text).toContain("- mend wide\n- mend apart\n- mend absent");
  });

  it("states the recommendation with its interval, and a line per channel", () => {
    const { summary, allocation } = demoView();
    expect(text).toContain("90 % interval");
    for (const { channel } of allocation!) expect(text).toContain(`| ${channel.replaceAll("_", "\\_")} |`);
    expect(summary).not.toBeNull();
  });

  it("says of a blocked run that there is no recommendation", () => {
    const view = demoView();
    const blocked = jobSummary({
      ...view,
      manifest: { ...view.manifest, status: "blocked" },
      summary: null,
      allocation: null,
    });
    expect(blocked).toContain("⛔ **Blocked.** The model does not meet policy `publish`: no recommendation.");
    expect(blocked).not.toContain("### Recommendation");
  });

  it("names what failed, and who ran it from which commit", () => {
    const view = demoView();
    const [first] = view.manifest.stages;
    const stages = [{ ...first!, status: "failed" as const, reason: "no *memory*" }];
    const failed = jobSummary({ ...view, manifest: { ...view.manifest, status: "failed", stages } });
    expect(failed).toContain("⛔ **The run failed.**");
    expect(failed).toContain(`- \`${first!.stage}\`: no \\*memory\\*`);
    expect(failed).toMatch(
      /Run `20261124T131145Z-54742a` by analyst@build-01, commit `b6777c3f1d0a4e5b8c9d2e3f4a5b6c7d8e9f0a1b`; root hash `[0-9a-f]{64}`\.\n$/,
    );
  });
});
