// YAML documents, from nearly right to no document at all.
import { Buffer } from "node:buffer";
import { noise, spoiltText } from "./bytes.mjs";
import { examplesOf, treeFromSchema } from "./from-schema.mjs";
import { KEYS, SCALARS } from "./hostile.mjs";
import { block, flow, spoilTree, treeOf } from "./trees.mjs";

/** Aliases of aliases: nine lines that stand for 9^n values. */
function bomb(dice) {
  const width = dice.between(2, 9);
  const lines = ["a0: &a0 [x, x]"];
  for (let i = 1; i < dice.between(2, 30); i++)
    lines.push(
      `a${i}: &a${i} [${Array(width)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  return `${lines.join("\n")}\nlast: *a${lines.length - 1}\n`;
}

const TOKENS = [
  ...SCALARS, ...KEYS, "a: ", "- ", "? ", ": ", "\n", "\n  ", "\n    ", "&x ", "*x", "!!map ", "!!set ", "---\n", "...\n", "%TAG ! x\n",
  "# c\n", "{", "}", "[", "]", ", ", "|+2\n", ">1\n", "'", '"', "\\", "\t", "@", "`", "version: 1\n", "pipeline: demo\n", "stages:\n  ",
]; // prettier-ignore

const SHAPES = [
  (dice) => bomb(dice),
  (dice) => `${dice.pick(["[", "{a: ", "- ", "a:\n "]).repeat(dice.pick([10, 64, 65, 5000, 100_000]))}1`,
  (dice) => dice.times(dice.pick([100, 20_000]), (i) => `k${i}: &k${i} ${i}\n`).join(""),
  (dice) => `${dice.pick(KEYS)}: 1\n`.repeat(dice.pick([2, 1000])),
  (dice) => `a: ${"x".repeat(dice.pick([10, 900_000, 1_100_000]))}\n`,
  (dice) => `a: "${"\\u0041".repeat(dice.pick([10, 50_000]))}"\n`,
  (dice) => `a: '${"'".repeat(dice.pick([1, 2, 50_001]))}'\n`,
  (dice) => `${" ".repeat(dice.pick([1, 1000, 200_000]))}a: 1\n${"\n".repeat(dice.below(1000))}`,
  (dice) => `${"# c\n".repeat(dice.pick([1, 100_000]))}a: 1`,
];

/** Tokens of YAML in no order. */
function babble(dice) {
  return dice.times(dice.below(60), () => dice.pick(TOKENS)).join("");
}

/**
 * A document of the given schema.
 *
 * @param valid - Texts that are taken as they are, beside the schema's own examples.
 */
export function yamlDocument(schema, valid, dice) {
  const kind = dice.below(100);
  const write = (tree) => Buffer.from(dice.chance(0.3) ? flow(tree, dice) : block(tree, dice).trimStart());
  if (kind < 35) return spoiltText(dice.pick(valid), dice);
  if (kind < 60) return write(spoilTree(treeOf(dice.pick(examplesOf(schema))), dice));
  if (kind < 85) return write(treeFromSchema(schema, dice));
  if (kind < 92) return Buffer.from(dice.pick(SHAPES)(dice));
  return kind < 98 ? Buffer.from(babble(dice)) : noise(dice);
}
