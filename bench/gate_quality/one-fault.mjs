// How often one fault is failed by its gate at `publish`, with as many replicates as it takes to tell a rate from 95 %.
//   npm run build && node bench/gate_quality/one-fault.mjs outlier_burst [replicates] [series]
import console from "node:console";
import process from "node:process";
import { loadPolicy } from "../../dist/lib/gates/policy.js";
import { casesOf, simulate } from "./cases.mjs";
import { judgeAll, measureAll } from "./measure.mjs";

const [id, count = "4000", series = "wide"] = process.argv.slice(2);
const [fault] = casesOf(false).bad.filter((one) => one.id === id);
if (fault === undefined) throw new Error(`there is no fault ${id}`);
const publish = await loadPolicy("publish", "bench", "bench");
const replicates = Number(count);
let failed = 0;
for (let replicate = 0; replicate < replicates; replicate++) {
  for (const { fit } of simulate({ good: [], bad: [fault] }, replicate, series)) {
    const { verdict } = judgeAll(measureAll(fit, publish), publish);
    if (verdict.gates.find(({ gate }) => gate === fault.gate).status === "fail") failed++;
  }
}
const rate = failed / replicates;
const error = Math.sqrt((rate * (1 - rate)) / replicates);
console.log(
  `${id}, series ${series}: ${failed} of ${replicates} failed by ${fault.gate}, ${(100 * rate).toFixed(2)} % (standard error ${(100 * error).toFixed(2)})`,
);
