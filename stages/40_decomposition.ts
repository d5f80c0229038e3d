import { allDecomp as decompose } from "../lib/posterior/components.ts";
import {
  mediaContributionPerSpend as perSpend,
  spendContributionPairs as pairs,
  writeContributions,
} from "../lib/posterior/decomposition.ts";
import { channelLevels as levelsOf } from "../lib/posterior/levels.ts";
import { defineStage, source } from "../lib/stage.ts";
import {
  allDecomp,
  channelLevels,
  contributions,
  mediaContributionPerSpend,
  modelReference,
  spendContributionPairs,
} from "./artefacts.ts";

/** The database is loaded when the stage runs: a run that takes everything over starts without it. */
const database = () => import("../lib/posterior/tables.ts");

export default defineStage({
  id: "40_decomposition",
  title: "join draws, dates and spend into contributions",
  needs: ["20_model_fit"],
  reads: { posterior: { posterior: modelReference }, dataset: source("dataset") },
  writes: { contributions, spendContributionPairs, mediaContributionPerSpend, allDecomp, channelLevels },
  options: "decomposition.options",

  async run({ posterior, dataset }, { memory_limit_mb }, context) {
    const { loadMedia, openTables } = await database();
    const media = posterior.contributions();
    const tables = await openTables(`${memory_limit_mb}MB`);
    context.closeLater(tables);
    await loadMedia(tables, media, dataset);
    return {
      contributions: { copyTo: (file: string) => writeContributions(tables, file) },
      spendContributionPairs: await pairs(tables),
      mediaContributionPerSpend: await perSpend(tables),
      allDecomp: decompose(media, posterior.baselineComponents()),
      channelLevels: { channels: [...media.channels], levels: levelsOf(media) },
    };
  },
});
