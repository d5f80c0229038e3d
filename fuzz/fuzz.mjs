// npm run fuzz: generated inputs against everything that reads a file of the user's; see README.md.
import { parseArgs } from "node:util";
import { drive } from "./drive.mjs";
import { diceOf } from "./dice.mjs";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: process.env.SLUICE_FUZZ_SEED ?? "20261124" },
    count: { type: "string", default: process.env.SLUICE_FUZZ_COUNT ?? "12000" },
    limit: { type: "string", default: "3000" },
    target: { type: "string" },
    input: { type: "string" },
    print: { type: "boolean", default: false },
    targets: { type: "string", default: new URL("targets.mjs", import.meta.url).href },
  },
});

const [seed, count, limit] = [values.seed, values.count, values.limit].map(Number);
const [first, last] =
  values.input === undefined ? [0, count] : [Number(values.input), Number(values.input) + 1];
const options = { seed, first, last, limit, only: values.target, module: values.targets };

/** Faults that are printed, and how much of each. */
const [LISTED, LONGEST] = [20, 2000];

async function print() {
  const { TARGETS, targetOf } = await import(values.targets);
  process.stdout.write(TARGETS[targetOf(first, values.target)].make(diceOf(seed, first)));
}

async function fuzz() {
  const started = performance.now();
  const { faults, byTarget, slowest } = await drive(options);
  const target = values.target === undefined ? "" : ` --target ${values.target}`;
  for (const { index, fault } of faults.slice(0, LISTED))
    console.log(
      `input ${index}: ${fault.slice(0, LONGEST)}\n  again: npm run fuzz -- --seed ${seed} --input ${index}${target} (--print shows it)\n`,
    );
  for (const [name, { taken, refused }] of Object.entries(byTarget).sort())
    console.log(
      `${name.padEnd(10)} ${String(taken).padStart(6)} taken ${String(refused).padStart(6)} refused`,
    );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const slow =
    slowest.target === undefined
      ? ""
      : `, the slowest (${slowest.index}, ${slowest.target}) in ${Math.round(slowest.milliseconds)} ms`;
  console.log(`${last - first} inputs of seed ${seed} in ${seconds} s${slow}; ${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

await (values.print ? print() : fuzz());
