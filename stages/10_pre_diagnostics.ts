import {
  describeData,
  exposureRows,
  measureCollinearity,
  measureData,
  measureExposure,
  qualityRows,
  stationarityRows,
  transferEntropyRows,
  vifRows,
} from "../lib/adequacy/data.ts";
import { dataPictures } from "../lib/adequacy/pictures.ts";
import { picture } from "../lib/charts/render.ts";
import { judge } from "../lib/gates/judge.ts";
import { stationarity } from "../lib/prediagnostics/stationarity.ts";
import { defineStage, source } from "../lib/stage.ts";
import { periodWord } from "../lib/words.ts";
import {
  correlationChart,
  dataQuality,
  dataSeriesChart,
  preDiagnosticChecks,
  stationaritySummary,
  transferEntropySummary,
  vifChart,
  vifSummary,
} from "./artefacts.ts";

/** Correlations above this are marked in the picture. */
const HIGH_CORRELATION = 0.8;

export default defineStage({
  id: "10_pre_diagnostics",
  title: "judge the data before any model is believed",
  needs: ["00_run_metadata"],
  reads: { dataset: source("dataset"), policy: source("policy"), seed: source("seed") },
  writes: {
    dataQuality,
    vifSummary,
    stationaritySummary,
    transferEntropySummary,
    preDiagnosticChecks,
    dataSeriesChart,
    vifChart,
  },
  mayWrite: { correlationChart },
  options: "pre_diagnostics.options",

  async run({ dataset, policy, seed }, { include_controls, permutations }) {
    const { name, values } = dataset.target;
    const quality = describeData(dataset);
    const vifs = vifRows(dataset, include_controls);
    const pictures = dataPictures(dataset, include_controls, HIGH_CORRELATION, periodWord(dataset.dates));
    return {
      dataQuality: [...qualityRows(quality), ...exposureRows(dataset)],
      vifSummary: vifs,
      stationaritySummary: stationarityRows(name, values),
      dataSeriesChart: await picture(pictures.series),
      correlationChart: await picture(pictures.correlation),
      vifChart: await picture(pictures.vif),
      transferEntropySummary: transferEntropyRows(dataset, permutations, seed),
      preDiagnosticChecks: [
        ...measureData(quality, vifs, stationarity(values)),
        measureExposure(dataset),
        ...measureCollinearity(dataset, include_controls),
      ].map((one) => judge(one, policy)),
    };
  },
});
