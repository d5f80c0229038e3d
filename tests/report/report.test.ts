import { describe, expect, it } from "vitest";
import { blockedSection, gatesSection, verdictSection } from "../../lib/report/evidence.ts";
import { escapeMarkdown, markdownTable } from "../../lib/report/markdown.ts";
import { amount, percent, signedAmount, statistic } from "../../lib/report/numbers.ts";

describe("a Markdown table", () => {
  it.each(["a|b", "<script>alert(1)</script>", "line\nbreak", "`code`", "[x](javascript:1)", "*bold*"])(
    "keeps %j in its cell, as itself",
    (name) => {
      const table = markdownTable(
        [
          { title: "Channel", cell: escapeMarkdown },
          { title: "n", align: "right", cell: () => "1" },
        ],
        [name],
      );
      const lines = table.split("\n");
      expect(lines).toHaveLength(3);
      expect(lines[2]?.replaceAll(/\\./g, "").match(/\|/g)).toHaveLength(3);
      expect(lines[2]?.replaceAll(/\\./g, "")).not.toMatch(/[<>`*[\]]/);
    },
  );
});

describe("numbers for people", () => {
  it("have a sign, thousands and no more digits than they mean", () => {
    expect(amount(1234567.8)).toBe("1,234,568");
    expect(signedAmount(-0.12345)).toBe("−0.1235");
    expect(percent(0.1234)).toBe("12.3 %");
    expect(statistic(0.000123456)).toBe("0.0001235");
  });
});

const gate = {
  gate: "g2",
  family: "convergence",
  question: "Do the chains agree?",
  because: ["rhat_max"],
} as const;

const signature = {
  gate: "g2",
  worst: { rhat_max: 1.1 },
  reason: "Short chains.",
  approver: "Jane *Doe*",
  expires: "2026-01-31",
} as const;

describe("the verdict", () => {
  it("says of a waived gate who opened it, until when and why, before anything else", () => {
    const why = "opens g2: rhat_max is 1.06, accepted up to 1.1";
    const section = verdictSection(
      {
        policy: "publish",
        adequacy: "waived",
        families: [],
        gates: [{ ...gate, status: "waived", because: ["rhat_max"] }],
        waivers: [
          { ...signature, outcome: "used", why },
          { ...signature, gate: "g5", outcome: "unused", why: "g5 does not fail (pass)" },
        ],
      },
      false,
    );
    expect(section).toMatch(
      /^> \*\*Opened by waiver\.\*\* The model does not meet policy `publish`: g2 \(.+\) fails and was waived\./,
    );
    expect(section).toContain(
      `- g2, by Jane \\*Doe\\* until 2026-01-31: Short chains. (${why.replaceAll("_", "\\_")}).`,
    );
    expect(section).not.toContain("- g5");
  });

  it("comes first and forbids use of a blocked model", () => {
    const verdict = {
      policy: "publish",
      adequacy: "fail",
      families: [],
      gates: [{ ...gate, status: "fail", because: ["rhat_max"] }],
    } as const;
    expect(verdictSection({ ...verdict, families: [], gates: [], waivers: [] }, true)).toContain(
      "Do not use this model",
    );
    const blocked = blockedSection({
      stage: "70_optimisation",
      policy: "publish",
      message: "",
      gates: [
        {
          gate: "g2",
          family: "convergence",
          question: "",
          checks: [
            {
              check_id: "rhat_max",
              metric: "R-hat",
              value: null,
              threshold: "fail > 1.05",
              message: "a | b",
              remedy: "Sample longer.",
            },
          ],
        },
      ],
      waivers: [{ ...signature, outcome: "refused", why: "expired after 2026-01-31" }],
    });
    expect(blocked).toContain("undefined");
    expect(blocked).toContain(
      "### Waivers that did not open it\n\n- g2, by Jane \\*Doe\\* until 2026-01-31: Short chains. (expired after 2026-01-31).",
    );
    expect(blocked).toContain("- `rhat_max`: Sample longer.");
  });

  it("names the gates that warn", () => {
    const gates = [{ ...gate, status: "warn" as const, because: ["rhat_max"] }];
    expect(
      verdictSection({ policy: "publish", adequacy: "warn", families: [], gates, waivers: [] }, false),
    ).toContain("g2 (Do the chains agree?) warns");
  });

  it("shows every check with its value and rule, and what to do about those that do not pass", () => {
    const check = {
      check_id: "rhat_max",
      gate: "g2",
      phase: "50_diagnostics",
      status: "warn",
      metric: "R-hat",
      value: 1.02,
      threshold: "warn > 1.01",
      source: "recomputed",
      message: "worst at a[b|c]",
      remedy: "Sample longer.",
    } as const;
    const section = gatesSection(
      { policy: "publish", adequacy: "warn", families: [], gates: [], waivers: [] },
      [check],
      null,
    );
    expect(section).toContain("| g2 | R-hat | 1.02 | warn > 1.01 | ! warn | worst at a\\[b\\|c\\] |");
    expect(section).toContain("- `rhat_max`: Sample longer.");
  });

  it("gives each remedy once: to all checks that ask for it, and not again what a block has told", () => {
    const check = {
      check_id: "rhat_max",
      gate: "g2",
      phase: "50_diagnostics",
      status: "fail",
      metric: "R-hat",
      value: 1.2,
      threshold: "fail > 1.05",
      source: "recomputed",
      message: "",
      remedy: "Sample longer.",
    } as const;
    const other = { ...check, check_id: "ess_bulk_min", metric: "bulk ESS", value: 20 } as const;
    const third = { ...other, check_id: "pareto_k_bad", remedy: "Look at the points." } as const;
    const verdict = { policy: "publish", adequacy: "fail", families: [], gates: [], waivers: [] } as const;
    const open = gatesSection(
      { ...verdict, families: [], gates: [], waivers: [] },
      [check, other, third],
      null,
    );
    expect(open).toContain("- `rhat_max`, `ess_bulk_min`: Sample longer.");
    const told = gatesSection({ ...verdict, families: [], gates: [], waivers: [] }, [check, other, third], {
      stage: "70_optimisation",
      policy: "publish",
      message: "",
      gates: [{ gate: "g2", family: "convergence", question: "", checks: [check, other] }],
      waivers: [],
    });
    expect(told).not.toContain("Sample longer.");
    expect(told).toContain("- `pareto_k_bad`: Look at the points.");
  });

  it("lets no name of a team's own policy end a cell", () => {
    const section = gatesSection(
      { policy: "a`b", adequacy: "pass", families: [], gates: [], waivers: [] },
      [],
      null,
    );
    expect(section).toContain("Policy: a\\`b.");
    expect(markdownTable([{ title: "x", cell: (text: string) => text }], ["a|b\nc\\|d"])).toContain(
      "| a\\|b c\\|d |",
    );
  });
});
