import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { withoutMissing } from "../../lib/draws/observation-draws.ts";
import { type BandCheck, calibrate, CALIBRATION_POINTS } from "../../lib/diagnostics/calibration.ts";
import { intervalCoverage } from "../../lib/diagnostics/coverage.ts";
import { ecdfBand } from "../../lib/diagnostics/ecdf-band.ts";
import { midPit, pitBounds } from "../../lib/diagnostics/pit.ts";
import { expectAllClose, expectClose, readReference, toObservationDraws } from "./reference.ts";

interface ExpectedBand {
  readonly N: number;
  readonly gamma: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly ecdf?: readonly number[];
  readonly coverage_pit?: readonly number[];
  readonly levels_outside: readonly number[];
}

interface CalibrationCase {
  readonly id: string;
  readonly inputs: {
    readonly y: readonly number[];
    readonly posterior_predictive: readonly (readonly number[])[];
    readonly time_ordered: boolean;
  };
  readonly expected: {
    readonly n_used: number;
    readonly n_dropped: number;
    readonly pit: readonly number[];
    readonly coverage_interval: Readonly<Record<string, number>>;
    readonly mean_pit_mid: number;
    readonly mean_folded: number;
    readonly n_eff_pit: number;
    readonly n_eff_folded: number;
    readonly T_bias: number;
    readonly T_dispersion: number;
    readonly z_critical: number;
    readonly ecdf_band: ExpectedBand;
    readonly coverage_band: ExpectedBand;
    readonly significant: boolean;
    readonly material: boolean;
    readonly evidence: "sufficient" | "insufficient";
    readonly label: string;
    readonly decided_by: string | null;
  };
}

interface BandTable {
  readonly N: number;
  readonly alpha: number;
  readonly gamma: number;
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

const GAMMA = { relative: 0, absolute: 1e-9 };
const { tolerance, cases } = readReference<CalibrationCase>("calibration");
const named = cases.map((given) => [given.id, given] as const);
const file = new URL("../reference/diagnostics/calibration.json", import.meta.url);
const { band_tables: tables } = JSON.parse(readFileSync(file, "utf8")) as {
  band_tables: readonly BandTable[];
};

function observed({ inputs }: CalibrationCase) {
  return withoutMissing(Float64Array.from(inputs.y), toObservationDraws(inputs.posterior_predictive));
}

function expectBand(got: BandCheck, expected: ExpectedBand): void {
  expect(got.band.sampleSize).toBe(expected.N);
  expectClose(got.band.gamma, expected.gamma, GAMMA, "gamma");
  expect([...got.band.lower]).toEqual(expected.lower);
  expect([...got.band.upper]).toEqual(expected.upper);
  expectAllClose(got.values, expected.ecdf ?? expected.coverage_pit!, tolerance, "values");
  expect(got.pointsOutside).toEqual(expected.levels_outside);
}

describe("calibration against its written definition, computed in Python", () => {
  it.each(tables.map((table) => [table.N, table.alpha, table] as const))(
    "gives the exact simultaneous band of %i uniforms at alpha %d",
    (sampleSize, alpha, table) => {
      const band = ecdfBand(sampleSize, CALIBRATION_POINTS, alpha);
      expect([...band.lower]).toEqual(table.lower);
      expect([...band.upper]).toEqual(table.upper);
      expectClose(band.gamma, table.gamma, GAMMA, "gamma");
    },
  );

  it.each(named)("reports PIT and interval coverage: %s", (_, given) => {
    const { y, draws, missingCount } = observed(given);
    expect(y.length).toBe(given.expected.n_used);
    expect(missingCount).toBe(given.expected.n_dropped);
    expectAllClose(midPit(y, draws), given.expected.pit, tolerance, "pit");
    const levels = Object.keys(given.expected.coverage_interval).map(Number);
    const expected = Object.values(given.expected.coverage_interval);
    expectAllClose(intervalCoverage(y, draws, levels), expected, tolerance, "coverage");
  });

  it.each(named)("measures bias, dispersion and both bands: %s", (_, given) => {
    const { y, draws } = observed(given);
    const got = calibrate(pitBounds(y, draws), given.inputs.time_ordered);
    const { expected } = given;
    expect(got.observationCount).toBe(expected.n_used);
    expectClose(got.meanPit, expected.mean_pit_mid, tolerance, "mean PIT");
    expectClose(got.meanFolded, expected.mean_folded, tolerance, "mean folded PIT");
    expectClose(got.pitEss, expected.n_eff_pit, tolerance, "n_eff of the PIT");
    expectClose(got.foldedEss, expected.n_eff_folded, tolerance, "n_eff of the folded PIT");
    expectClose(got.biasStatistic, expected.T_bias, tolerance, "T_bias");
    expectClose(got.dispersionStatistic, expected.T_dispersion, tolerance, "T_dispersion");
    expectClose(got.criticalValue, expected.z_critical, tolerance, "z");
    expectBand(got.ecdf, expected.ecdf_band);
    expectBand(got.coverage, expected.coverage_band);
  });

  it.each(named)("names the fault, and says whether the evidence suffices: %s", (_, given) => {
    const { y, draws } = observed(given);
    const got = calibrate(pitBounds(y, draws), given.inputs.time_ordered);
    expect(got.label).toBe(given.expected.label);
    expect(got.decidedBy ?? null).toBe(given.expected.decided_by);
    expect(got.isSignificant).toBe(given.expected.significant);
    expect(got.isMaterial).toBe(given.expected.material);
    expect(got.isSufficient).toBe(given.expected.evidence === "sufficient");
  });
});
