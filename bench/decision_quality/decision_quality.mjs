// What a plan truly brings, by how it was chosen, against the best there is: see README.md.
//   npm run build && node bench/decision_quality/decision_quality.mjs [--replicates 2] [--draws 200] [--seed 1] [--quick]
import console from "node:console";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { loadNlopt } from "../../dist/lib/nlopt/load.js";
import { chartOf } from "./chart.mjs";
import { bestPlanOf, plansOf } from "./methods.mjs";
import { kinds, market } from "./simulate.mjs";
import { tables } from "./tables.mjs";

const { values: options } = parseArgs({
  options: {
    replicates: { type: "string", default: "2" },
    draws: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
  },
});
const [replicates, draws, seed] = ["replicates", "draws", "seed"].map((name) => Number(options[name]));

const nlopt = await loadNlopt();
const started = process.cpuUsage();
const all = kinds(replicates);
// A quick run takes every twelfth market, so that each kind of setting is among them.
const chosen = options.quick ? all.filter((_, at) => at % 13 === 0) : all;
const rows = chosen.map((kind) => {
  const own = market(kind, 1000 * seed + all.indexOf(kind), draws);
  const worth = (plan) => plan.reduce((total, spend, i) => total + own.truth[i].value(spend), 0);
  const best = worth(bestPlanOf(own));
  const today = own.current.reduce((total, spend) => total + spend, 0);
  const plans = plansOf(own, nlopt);
  const regret = Object.fromEntries(
    Object.entries(plans).map(([name, plan]) => [name, (best - worth(plan)) / best]),
  );
  return { ...kind, budget: own.total / today, regret };
});
const { user, system } = process.cpuUsage(started);
const seconds = (user + system) / 1e6;

const text = tables(rows);
console.log(text);
console.log(
  `${rows.length} markets of ${draws} draws, seed ${seed}; ${seconds.toFixed(0)} s of processor time`,
);
if (!options.quick) {
  const folder = new URL("./", import.meta.url);
  writeFileSync(
    new URL("results.json", folder),
    `${JSON.stringify({ seed, draws, replicates, markets: rows }, null, 1)}\n`,
  );
  writeFileSync(new URL("results.md", folder), text);
  writeFileSync(new URL("../../docs/images/decision_quality.png", folder), await chartOf(rows));
}
