import {
  describeData,
  measureCollinearity,
  measureData,
  qualityRows,
  stationarityRows,
  transferEntropyRows,
  vifRows,
} from "../lib/adequacy/data.ts";
import { judge } from "../lib/gates/judge.ts";
import { stationarity } from "../lib/prediagnostics/stationarity.ts";
import { defineStage, source } from "../lib/stage.ts";
import {
  dataQuality,
  preDiagnosticChecks,
  stationaritySummary,
  transferEntropySummary,
  vifSummary,
} from "./artefacts.ts";

export default defineStage({
  id: "10_pre_diagnostics",
  title: "judge the data before any model is believed",
  needs: ["00_run_metadata"],
  reads: { dataset: source("dataset"), policy: source("policy"), seed: source("seed") },
  writes: { dataQuality, vifSummary, stationaritySummary, transferEntropySummary, preDiagnosticChecks },
  options: "pre_diagnostics.options",

  run({ dataset, policy, seed }, { include_controls, permutations }) {
    const { name, values } = dataset.target;
    const quality = describeData(dataset);
    const vifs = vifRows(dataset, include_controls);
    return {
      dataQuality: qualityRows(quality),
      vifSummary: vifs,
      stationaritySummary: stationarityRows(name, values),
      transferEntropySummary: transferEntropyRows(dataset, permutations, seed),
      preDiagnosticChecks: [
        ...measureData(quality, vifs, stationarity(values)),
        ...measureCollinearity(dataset, include_controls),
      ].map((one) => judge(one, policy)),
    };
  },
});
