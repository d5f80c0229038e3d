import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Artefact } from "../../lib/artefacts/artefact.ts";
import { fileOf, stageOf } from "../../lib/artefacts/artefact.ts";
import { schemaDocuments } from "../../lib/schema/generated.ts";
import * as catalogue from "../../stages/artefacts.ts";
import { stages } from "../../stages/index.ts";

const artefacts: readonly Artefact<unknown>[] = Object.values(catalogue);

const writtenBy = (id: string): string[] => {
  const { writes, mayWrite } = stages.find((stage) => stage.id === id) ?? { writes: {}, mayWrite: {} };
  return Object.values({ ...writes, ...mayWrite }).map(fileOf);
};

describe("the catalogue of artefacts", () => {
  it("has one writer for each artefact: the stage whose folder it lies in", () => {
    const written = stages.flatMap(({ id }) => writtenBy(id).map((file) => `${id}/${file}`));
    expect(written.sort()).toEqual(artefacts.map(({ path }) => path).sort());
    expect(new Set(written).size).toBe(written.length);
    for (const artefact of artefacts) expect(stages.map(({ id }) => id)).toContain(stageOf(artefact));
  });

  it("has a schema, with its description and its file, for everything", () => {
    const opaque = artefacts.filter(({ schema }) => schema === null);
    expect(opaque.map(({ path }) => path)).toEqual(["20_model_fit/model.nc", "20_model_fit/fit.log"]);
    for (const { path, schema } of artefacts) {
      if (schema === null) continue;
      expect(schema === "picture", path).toBe(path.endsWith(".png"));
      expect(existsSync(`schemas/${schema}.schema.json`), path).toBe(true);
      expect(schemaDocuments[schema], path).toHaveProperty("description");
    }
  });

  it("says by its media type what its name says", () => {
    const types: Readonly<Record<string, string>> = {
      csv: "text/csv",
      html: "text/html",
      log: "text/plain",
      nc: "application/x-netcdf",
      json: "application/json",
      md: "text/markdown",
      parquet: "application/vnd.apache.parquet",
      png: "image/png",
      yaml: "application/yaml",
    };
    for (const { path, mediaType } of artefacts)
      expect(mediaType, path).toBe(types[path.split(".").at(-1) ?? ""]);
  });

  it.each([
    ["00_run_metadata", ["config.resolved.yaml", "model_metadata.json", "environment.json"]],
    [
      "10_pre_diagnostics",
      [
        "stationarity_summary.csv",
        "vif_summary.csv",
        "transfer_entropy_summary.csv",
        "data_quality.csv",
        "checks.json",
      ],
    ],
    ["20_model_fit", ["model.json", "model_summary.csv"]],
    ["30_model_assessment", ["model_fit_metrics.csv", "predictions.csv"]],
    [
      "40_decomposition",
      [
        "contributions.parquet",
        "spend_contribution_pairs.csv",
        "all_decomp.csv",
        "media_contribution_per_spend.csv",
      ],
    ],
    [
      "50_diagnostics",
      [
        "convergence_report.json",
        "convergence_report.csv",
        "calibration_report.json",
        "calibration_coverage.csv",
        "pareto_k_summary.json",
        "pareto_k_flagged.csv",
        "ELPD_summary.csv",
        "checks.json",
        "gates.json",
      ],
    ],
    ["60_response_curves", ["response_curve_fit_combined.csv", "all_response_curves.csv", "curves.json"]],
    [
      "70_optimisation",
      [
        "optimization_results.csv",
        "budget_scenario_results.csv",
        "multiperiod_optimization_results.csv",
        "optimisation_certificate.json",
        "budget_optimisation.png",
        "budget_scenarios.png",
        "multiperiod_allocation.png",
      ],
    ],
    ["80_interpretation", ["planner.html", "report.html", "report.md", "slides.html"]],
  ])("keeps the names that teams know, in %s", (id, names) => {
    expect(writtenBy(id)).toEqual(expect.arrayContaining(names));
  });
});

describe("the stages", () => {
  it("take their options by their own name", () => {
    for (const { id, options } of stages) expect(options).toBe(`${id.slice(3)}.options`);
  });

  it("say in one line what they do", () => {
    for (const { title } of stages) expect(title).toMatch(/^[a-z][^.\n]{5,70}$/);
  });

  it("let only the recommendation be shut, and by all families", () => {
    const gated = stages.filter(({ requires }) => requires.length > 0);
    expect(gated.map(({ id }) => id)).toEqual(["70_optimisation"]);
    expect(gated[0]?.requires).toEqual([
      "pre_diagnostic",
      "convergence",
      "calibration",
      "evidence",
      "response_curve",
    ]);
  });

  it("leave clock, host and place to the first: no other reads the environment or the whole configuration", () => {
    const readers = stages.filter(({ reads, readsIfPresent }) =>
      Object.values({ ...reads, ...readsIfPresent }).some(
        (read) => "source" in read && (read.source === "environment" || read.source === "config"),
      ),
    );
    expect(readers.map(({ id }) => id)).toEqual(["00_run_metadata"]);
  });
});
