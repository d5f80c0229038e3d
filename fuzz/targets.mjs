// What is fed: each makes an input from dice, and hands it to the code that reads such inputs. A message is checked by the worker.
import { Buffer } from "node:buffer";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
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
} from "../dist/lib/adequacy/data.js";
import { dataPictures } from "../dist/lib/adequacy/pictures.js";
import { picture } from "../dist/lib/charts/render.js";
import { readConfig } from "../dist/lib/config/parse-config.js";
import { parseSetting } from "../dist/lib/config/settings.js";
import { InputError } from "../dist/lib/errors.js";
import { CHECK_IDS } from "../dist/lib/gates/catalogue.js";
import { gates, judge, skipped } from "../dist/lib/gates/judge.js";
import { loadPolicy } from "../dist/lib/gates/policy.js";
import { loadWaivers } from "../dist/lib/gates/waivers-file.js";
import { applyWaivers } from "../dist/lib/gates/waivers.js";
import { explainPlan } from "../dist/lib/pipeline/explain.js";
import { checkOptions } from "../dist/lib/pipeline/run.js";
import { loadPipeline } from "../dist/lib/pipeline/sources.js";
import { readDataset } from "../dist/lib/posterior/dataset.js";
import { stationarity } from "../dist/lib/prediagnostics/stationarity.js";
import { readProblem } from "../dist/lib/problem-file/read.js";
import { parse } from "../dist/lib/schema/parse.js";
import { periodWord } from "../dist/lib/words.js";
import { stages } from "../dist/stages/index.js";
import { spoiltText } from "./bytes.mjs";
import { csvTable } from "./csv.mjs";
import { KEYS, SCALARS } from "./hostile.mjs";
import { COLUMNS, VALID } from "./project.mjs";
import { yamlDocument } from "./yaml.mjs";

// The renderer loads them when it first draws, and vega-lite adds Set.prototype.toJSON as it loads: that is no input's doing.
await Promise.all([import("vega"), import("vega-lite")]);

const NOW = new Date("2026-11-24T12:00:00.000Z");
const publish = await loadPolicy("publish", "pipeline.yaml", "fuzz");

/** Measurements of every check, good, bad and undefined. */
function judged(policy) {
  const values = [0, 1, -1, 1e9, NaN, Infinity, "none"];
  return CHECK_IDS.flatMap((checkId, i) => [
    judge({ checkId, value: values[i % values.length], message: "made up" }, policy),
    judge(skipped(checkId, "made up"), policy),
  ]);
}

function readVerdict(policy, waivers) {
  const checks = judged(policy);
  const verdict = applyWaivers(waivers, { verdict: gates(checks, policy), checks, policy, pipeline: "demo" });
  parse("checks", checks, "checks.json");
  parse("gates", verdict, "gates.json");
}

/** What the code makes of input that it took: a result that its own schema refuses is no fault of the user's. */
async function ourOwn(make) {
  try {
    await make();
  } catch (cause) {
    throw new Error(`made of input that was taken: ${cause.stack}`, { cause });
  }
}

async function planOf(file) {
  const pipeline = await loadPipeline(file, {}, NOW);
  const problems = checkOptions(stages, pipeline);
  if (problems.length > 0) throw new InputError(problems);
  await explainPlan(stages, pipeline);
}

/** What the first stage makes of data. */
async function judgeData(dataset, isDrawn) {
  const quality = describeData(dataset);
  const vifs = vifRows(dataset, true);
  parse("data_quality", [...qualityRows(quality), ...exposureRows(dataset)], "data_quality.csv");
  parse("vif_summary", vifs, "vif_summary.csv");
  parse("stationarity_summary", stationarityRows("sales", dataset.target.values), "stationarity_summary.csv");
  if (dataset.dates.length <= 60)
    parse("transfer_entropy_summary", transferEntropyRows(dataset, 5, 1), "transfer_entropy_summary.csv");
  const pictures = Object.values(dataPictures(dataset, true, 0.8, periodWord(dataset.dates)));
  if (isDrawn) for (const one of pictures) await picture(one);
  const measured = [
    ...measureData(quality, vifs, stationarity(dataset.target.values)),
    measureExposure(dataset),
    ...measureCollinearity(dataset, true),
  ];
  parse(
    "checks",
    measured.map((one) => judge(one, publish)),
    "checks.json",
  );
}

const [date, target, ...others] = COLUMNS;
const DATA_COLUMNS = {
  date,
  target,
  channels: [
    { name: "tv", spend: "tv", exposure: "radio" },
    { name: "radio", spend: "radio" },
  ],
  controls: others.slice(-1),
};

/** Files as they were before the last input. */
const restore = (folder, name, text) => writeFile(join(folder, name), text);

const SETTINGS = [
  "seed=7",
  "stages.70_optimisation.total_budget=250000",
  "columns.channels[0]=radio",
  'columns.spend["tv"]=radio',
  "title=2026",
];
const STEPS = [
  "stages",
  "70_optimisation",
  "total_budget",
  "seed",
  "columns",
  '["tv"]',
  "[0]",
  "[99999999999]",
];

export const TARGETS = {
  pipeline: {
    make: (dice) => yamlDocument("pipeline", VALID.pipeline, dice),
    async feed(bytes, folder) {
      await writeFile(join(folder, "pipeline.yaml"), bytes);
      await planOf(join(folder, "pipeline.yaml"));
    },
  },
  policy: {
    make: (dice) => yamlDocument("policy", VALID.policy, dice),
    async feed(bytes, folder) {
      await writeFile(join(folder, "policy.yaml"), bytes);
      try {
        const policy = await loadPolicy("policy.yaml", join(folder, "pipeline.yaml"), "policy");
        await ourOwn(() => readVerdict(policy, []));
      } finally {
        await restore(folder, "policy.yaml", VALID.policy[0]);
      }
    },
  },
  waivers: {
    make: (dice) => yamlDocument("waivers", VALID.waivers, dice),
    async feed(bytes, folder) {
      await writeFile(join(folder, "waivers.yaml"), bytes);
      try {
        const waivers = await loadWaivers(join(folder, "pipeline.yaml"), publish, NOW);
        await ourOwn(() => readVerdict(publish, waivers));
      } finally {
        await restore(folder, "waivers.yaml", VALID.waivers[0]);
      }
    },
  },
  csv: {
    make: (dice) => csvTable(COLUMNS, dice),
    async feed(bytes, folder) {
      await writeFile(join(folder, "table.csv"), bytes);
      const dataset = await readDataset(join(folder, "table.csv"), DATA_COLUMNS);
      // Drawing takes longer than all the rest: one in so many is drawn.
      await ourOwn(() => judgeData(dataset, bytes.length % 16 === 0));
    },
  },
  setting: {
    make(dice) {
      if (dice.chance(0.2)) return spoiltText(dice.pick(SETTINGS), dice);
      const path = dice.times(dice.between(1, 4), () => dice.pick([...STEPS, ...KEYS]));
      return Buffer.from(`${path.join(".").replaceAll(".[", "[")}=${dice.pick(SCALARS)}`);
    },
    async feed(bytes, folder) {
      const file = join(folder, "plain.yaml");
      await restore(folder, "plain.yaml", VALID.pipeline[0]);
      await readConfig("pipeline", file, [parseSetting(bytes.toString("utf8"))]);
    },
  },
  problem: {
    make: (dice) => yamlDocument("allocation_problem", VALID.problem, dice),
    async feed(bytes, folder) {
      await writeFile(join(folder, "problem.yaml"), bytes);
      await readProblem(join(folder, "problem.yaml"));
    },
  },
};

/** How often each is fed: of a hundred inputs. */
const SHARES = { pipeline: 30, policy: 15, waivers: 15, csv: 25, setting: 10, problem: 5 };
const ORDER = Object.entries(SHARES).flatMap(([name, share]) => Array(share).fill(name));

/** Which target an input is for; all of them where one is asked for. */
export const targetOf = (index, only) => only ?? ORDER[(index * 37) % ORDER.length];
