import { describe, expect, it } from "vitest";
import { diagnosticsPage, type DiagnosticsPage } from "../../lib/report/diagnostics-page.ts";
import { escapeHtml, htmlFigure } from "../../lib/report/html.ts";

const hostile = `<script>alert("1")</script>'&`;

const page: DiagnosticsPage = {
  model: hostile,
  verdict: {
    policy: "publish",
    adequacy: "fail",
    families: [],
    waivers: [],
    gates: [
      {
        gate: "g2",
        family: "convergence",
        question: "Do the chains agree?",
        status: "fail",
        because: ["rhat_max"],
      },
    ],
  },
  checks: ["rhat_max", "ess_bulk_min"].map((check_id) => ({
    check_id,
    gate: "g2",
    phase: "50_diagnostics",
    status: "fail",
    metric: "R-hat",
    value: null,
    threshold: "fail > 1.05",
    source: "recomputed",
    message: hostile,
    remedy: "Sample longer.",
  })),
  convergence: {
    converged: false,
    rhat_max: null,
    rhat_threshold: 1.01,
    ess_bulk_min: 3,
    ess_tail_min: 3,
    ess_threshold: 400,
    divergences: 0,
    divergence_share: 0,
    bfmi_min: null,
    bfmi_threshold: 0.3,
    bfmi_per_chain: [],
    n_chains: 4,
    n_draws: 10,
    n_parameters: 1,
    n_parameters_rhat_undefined: 1,
    n_parameters_constant: 0,
    n_rhat_above_threshold: 1,
    worst_parameters: [{ parameter: hostile, rhat: null, ess_bulk: 3, ess_tail: 3, mcse_mean: null }],
    rule: "",
  },
  pareto: null,
  figures: [{ title: `"quoted"`, light: "<svg></svg>", dark: "<svg></svg>" }],
};

describe("the diagnostics page", () => {
  const html = diagnosticsPage(page);

  it("lets no name of a user's become markup, runs no script and fetches nothing", () => {
    expect(html).not.toMatch(/<script/);
    expect(html).toContain(escapeHtml(hostile));
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(html.replaceAll(/\bxmlns="[^"]*"/g, "")).not.toMatch(/https?:/);
  });

  it("says the verdict first, undefined as undefined, and each remedy once", () => {
    expect(html.indexOf("Do not use this fit")).toBeLessThan(html.indexOf("<h2>Gates"));
    expect(html).toContain("undefined");
    expect(html.match(/Sample longer\./g)).toHaveLength(1);
    expect(html).toContain("rhat_max, ess_bulk_min");
  });

  it("gives every chart its title as text", () => {
    expect(htmlFigure({ title: `a "b"`, light: "L", dark: "D" })).toBe(
      '<figure role="img" aria-label="a &quot;b&quot;"><div class="light">L</div><div class="dark">D</div></figure>',
    );
  });
});
