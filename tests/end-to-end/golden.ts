import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Artefact } from "../../lib/artefacts/artefact.ts";
import { fitChannel, fitRows } from "../../lib/response-curves/fit-channels.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import * as artefacts from "../../stages/artefacts.ts";
import { expectClose } from "../posterior/cases.ts";

interface ReferenceFit {
  readonly sse: number;
  readonly r2: number;
  readonly rmse: number;
  readonly se: readonly number[];
  readonly [parameter: string]: unknown;
}

interface Reference {
  readonly parameters: Readonly<
    Record<
      string,
      { mean: number; sd: number; rhat_rank: number; ess_bulk: number; ess_tail: number; mcse_mean: number }
    >
  >;
  readonly bfmi_per_chain: readonly number[];
  readonly convergence: Readonly<Record<string, number | boolean>>;
  readonly fit_metrics: Readonly<Record<string, number>>;
  readonly media_contribution_per_spend: readonly Readonly<Record<string, number | string>>[];
  readonly curve_fits: Readonly<Record<string, Readonly<Record<string, ReferenceFit>>>>;
  readonly coverage: { nominal: number[]; empirical_eti: number[]; empirical_loo_pit: number[] };
  readonly loo: { reff_parameters: Readonly<Record<string, number | boolean | readonly number[]>> };
  readonly vif: Readonly<Record<string, number>>;
}

const reference = JSON.parse(
  readFileSync(join(import.meta.dirname, "../reference/robyn_weekly/reference.json"), "utf8"),
) as Reference;

/** Ten significant digits are in the reference. */
const DIGITS = 1e-9;

/** One scalar's statistics, close to the reference's where both name it. */
function expectSame(
  got: object,
  expected: object,
  names: readonly string[],
  rtol: number,
  what: string,
): void {
  const [a, b] = [got, expected].map((one) => one as Readonly<Record<string, unknown>>);
  for (const name of names) expectClose(Number(a?.[name]), Number(b?.[name]), rtol, 0, `${what} ${name}`);
}

/** What the written artefacts of the converged example say, against ArviZ, SciPy and statsmodels. */
export function goldenNumbers(runOf: () => string): void {
  const read = <T>(artefact: Artefact<T>): Promise<T> => artefact.read(join(runOf(), artefact.path));

  describe("the written artefacts of the example that converged", () => {
    it("agree with ArviZ on every scalar parameter", async () => {
      const summary = await read(artefacts.modelSummary);
      const table = await read(artefacts.convergenceTable);
      // ArviZ names the unconstrained copies too, by position; each is there once in both.
      for (const [name, expected] of Object.entries(reference.parameters)) {
        const own = summary.find(({ parameter }) => parameter === name);
        expectSame(own ?? {}, expected, ["mean", "sd"], DIGITS, name);
        const row = table.find(({ parameter }) => parameter === name);
        const { rhat_rank: rhat, ess_bulk, ess_tail, mcse_mean } = expected;
        const names = ["rhat", "ess_bulk", "ess_tail", "mcse_mean"];
        expectSame(row ?? {}, { rhat, ess_bulk, ess_tail, mcse_mean }, names, 1e-6, name);
      }
      expect(Object.keys(reference.parameters)).toHaveLength(40);
    });

    it("agree with ArviZ on convergence", async () => {
      const report = await read(artefacts.convergenceReport);
      const { converged, divergences } = reference.convergence;
      expect([report.converged, report.divergences]).toEqual([converged, divergences]);
      expectSame(
        report,
        reference.convergence,
        ["rhat_max", "ess_bulk_min", "ess_tail_min"],
        1e-6,
        "convergence",
      );
      report.bfmi_per_chain.forEach((value, chain) => {
        expectClose(value ?? NaN, reference.bfmi_per_chain[chain] ?? NaN, 1e-6, 0, `BFMI of chain ${chain}`);
      });
      expect(report.bfmi_per_chain).toHaveLength(4);
    });

    it("agree with ArviZ on interval coverage", async () => {
      const rows = await read(artefacts.calibrationCoverage);
      const { nominal, empirical_eti, empirical_loo_pit } = reference.coverage;
      expect(rows.map((row) => row.nominal)).toEqual(nominal);
      rows.forEach((row, i) => {
        expectClose(row.empirical, empirical_eti[i] ?? NaN, 0, DIGITS, `coverage at ${row.nominal}`);
        const loo = empirical_loo_pit[i] ?? NaN;
        expectClose(row.empirical_loo_pit ?? NaN, loo, 0, DIGITS, `LOO coverage at ${row.nominal}`);
        expectClose(row.difference, row.empirical - row.nominal, 0, 1e-15, `difference at ${row.nominal}`);
      });
    });

    it("agree with ArviZ on PSIS-LOO", async () => {
      const summary = await read(artefacts.paretoKSummary);
      const names = ["elpd_loo", "p_loo", "se", "reff"];
      expectSame(summary, reference.loo.reff_parameters, names, 1e-6, "LOO");
      expect(summary).toMatchObject({ ok: true, n_data: 208, n_samples: 2000, n_bad: 0 });
    });

    it("agree with ArviZ and NumPy on the fit", async () => {
      const rows = await read(artefacts.modelFitMetrics);
      const value = (prediction: string, metric: string) =>
        rows.find((row) => row.prediction === prediction && row.metric === metric)?.value ?? NaN;
      for (const metric of ["r2", "mape", "rmse", "mae", "nrmse_range", "nrmse_mean", "nrmse_sd"]) {
        const got = value("expected_outcome", metric);
        expectClose(got, reference.fit_metrics[metric] ?? NaN, 1e-6, 0, metric);
      }
      const r2 = reference.fit_metrics["r2_of_posterior_predictive_mean"] ?? NaN;
      expectClose(value("posterior_predictive_mean", "r2"), r2, 1e-6, 0, "R² of the predictive mean");
    });

    it("agree with pandas and ArviZ on spend and contribution by channel", async () => {
      const rows = await read(artefacts.mediaContributionPerSpend);
      expect(rows.map(({ channel }) => channel)).toEqual(
        reference.media_contribution_per_spend.map(({ channel }) => channel),
      );
      rows.forEach((row, i) => {
        const expected = reference.media_contribution_per_spend[i] ?? {};
        const names = Object.keys(expected).filter((name) => name !== "channel");
        // The contributions in the file are single precision.
        expectSame(row, expected, names, 1e-6, row.channel);
      });
    });

    it("agree with statsmodels on variance inflation", async () => {
      const rows = await read(artefacts.vifSummary);
      const own = rows.filter(({ variable }) => variable in reference.vif);
      expect(own).toHaveLength(7);
      for (const { variable, vif } of own)
        expectClose(vif ?? NaN, reference.vif[variable] ?? NaN, 1e-6, 0, `VIF of ${variable}`);
    });

    it("agree with SciPy on both curves of every channel, fitted to their pairs of plain spend", async () => {
      const pairs = await read(artefacts.spendContributionPairs);
      const channels = [...new Set(pairs.map(({ channel }) => channel))];
      const rows = channels.flatMap((name) =>
        fitRows(fitChannel(name, pairs, 0, ["michaelis_menten", "sigmoid"])),
      );
      expect(rows).toHaveLength(10);
      for (const { channel, family, ...row } of rows) {
        const expected = reference.curve_fits[channel]?.[family];
        const what = `${family} of ${channel}`;
        if (expected === undefined) throw new Error(`no reference for ${what}`);
        expectSame(row, expected, ["sse"], 1e-6, what);
        expectSame(row, expected, ["r2", "rmse"], 1e-6, what);
        const parameters: [string, number | null, number | null][] = [
          [row.parameter_1, row.value_1, row.se_1],
          [row.parameter_2, row.value_2, row.se_2],
        ];
        parameters.forEach(([name, value, se], i) => {
          expectClose(value ?? NaN, Number(expected[name]), 1e-4, 0, `${name}, ${what}`);
          expectClose(se ?? NaN, expected.se[i] ?? NaN, 1e-3, 0, `standard error of ${name}, ${what}`);
        });
      }
    });
  });

  describe("the recommendation of the example that converged", () => {
    let rows: SchemaTypes["optimization_results"];
    let curves: SchemaTypes["curves"];
    beforeAll(async () => {
      rows = await read(artefacts.optimizationResults);
      curves = await read(artefacts.curves);
    });

    /** Contribution and its derivative by the formulas of the README, from the parameters as written. */
    function at(channel: string, spend: number): { readonly value: number; readonly slope: number } {
      const { curve } = curves.channels.find((one) => one.channel === channel) ?? {};
      if (curve?.family === "michaelis_menten") {
        const { L, k } = curve;
        return { value: (L * spend) / (k + spend), slope: (L * k) / (k + spend) ** 2 };
      }
      if (curve?.family !== "sigmoid") throw new Error(`no curve of ${channel}`);
      const { alpha, lam } = curve;
      const e = Math.exp(-lam * spend);
      return { value: (alpha * (1 - e)) / (1 + e), slope: (2 * alpha * lam * e) / (1 + e) ** 2 };
    }

    it("spends the same budget, within every bound", () => {
      const sum = (key: "current_spend" | "optimised_spend") =>
        rows.reduce((total, row) => total + row[key], 0);
      expectClose(sum("optimised_spend"), sum("current_spend"), 1e-9, 0, "total");
      for (const { channel, optimised_spend, lower, upper, current_spend } of rows) {
        expectClose(lower, 0.5 * current_spend, 1e-12, 0, `lower bound of ${channel}`);
        expectClose(upper, 1.5 * current_spend, 1e-12, 0, `upper bound of ${channel}`);
        expect(optimised_spend).toBeGreaterThanOrEqual(lower * (1 - 1e-9));
        expect(optimised_spend).toBeLessThanOrEqual(upper * (1 + 1e-9));
      }
    });

    it("states contributions that the written curves give", () => {
      for (const row of rows) {
        const [now, then] = [at(row.channel, row.current_spend), at(row.channel, row.optimised_spend)];
        expectClose(row.current_contribution, now.value, 1e-9, 0, `${row.channel} now`);
        expectClose(row.optimised_contribution, then.value, 1e-9, 0, `${row.channel} optimised`);
        expectClose(row.optimised_marginal, then.slope, 1e-9, 0, `marginal of ${row.channel}`);
      }
    });

    it("is optimal: free channels share one marginal return, those at a bound lie on its right side", () => {
      const slope = (row: (typeof rows)[number]) => at(row.channel, row.optimised_spend).slope;
      const free = rows.filter(({ binding }) => binding !== "lower" && binding !== "upper");
      const [price = NaN] = free.map(slope);
      expect(free.length).toBeGreaterThan(0);
      for (const row of free) expectClose(slope(row), price, 1e-6, 0, row.channel);
      for (const row of rows) {
        if (row.binding === "lower") expect(slope(row)).toBeLessThan(price);
        if (row.binding === "upper") expect(slope(row)).toBeGreaterThan(price);
      }
    });

    it("comes with certificates whose gap is closed for the single period and its scenarios", async () => {
      const { certificates } = await read(artefacts.optimisationCertificate);
      const exact = certificates.filter(({ name }) => name !== "multi-period");
      expect(exact).toHaveLength(6);
      for (const { name, status, gap_relative } of exact) {
        expect(status, name).toBe("solved");
        expect(gap_relative, name).toBeLessThan(1e-9);
      }
    });

    it("moves no faster than its ramps over the plan, and spends its budget", async () => {
      const plan = await read(artefacts.multiperiodResults);
      for (const { channel, current_spend, lower, upper } of rows) {
        const own = plan.filter((row) => row.channel === channel).map(({ spend }) => spend);
        expect(own).toHaveLength(13);
        own.reduce((before, spend) => {
          expect(Math.abs(spend - before)).toBeLessThanOrEqual(0.1 * before * (1 + 1e-9));
          expect(spend).toBeGreaterThanOrEqual(lower * (1 - 1e-9));
          expect(spend).toBeLessThanOrEqual(upper * (1 + 1e-9));
          return spend;
        }, current_spend);
      }
      const total = plan.reduce((sum, { spend }) => sum + spend, 0);
      const current = rows.reduce((sum, { current_spend }) => sum + current_spend, 0);
      expectClose(total, 13 * current, 1e-9, 0, "budget of the plan");
    });
  });
}
