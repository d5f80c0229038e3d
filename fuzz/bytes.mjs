// Changes to a text that know nothing of what it means.
import { Buffer } from "node:buffer";
import { BYTES, CELLS, KEYS, SCALARS } from "./hostile.mjs";

const WORDS = [
  ...KEYS,
  ...SCALARS,
  ...CELLS,
  ":",
  "- ",
  "  ",
  "{",
  "}",
  "[",
  "]",
  ",",
  "&a ",
  "*a",
  "#",
  "---\n",
  "%YAML 1.1\n",
  "? ",
  "|",
  ">",
];

function splice(bytes, from, to, ...between) {
  return Buffer.concat([bytes.subarray(0, from), ...between, bytes.subarray(to)]);
}

function lineSpan(text, dice) {
  const lines = text.split("\n");
  const at = dice.below(lines.length);
  return { lines, at, to: Math.min(lines.length, at + dice.between(1, 4)) };
}

const onLines = (change) => (bytes, dice) => {
  const { lines, at, to } = lineSpan(bytes.toString("latin1"), dice);
  return Buffer.from(change(lines, at, to, dice).join("\n"), "latin1");
};

const CHANGES = [
  (bytes, dice) => {
    const from = dice.below(bytes.length + 1);
    return splice(bytes, from, Math.min(bytes.length, from + dice.between(1, 40)));
  },
  (bytes, dice) => {
    const at = dice.below(bytes.length + 1);
    return splice(bytes, at, at, Buffer.from(dice.pick(WORDS)));
  },
  (bytes, dice) => {
    const at = dice.below(bytes.length + 1);
    return splice(bytes, at, at, dice.pick(BYTES));
  },
  (bytes, dice) => {
    const from = dice.below(bytes.length + 1);
    const to = Math.min(bytes.length, from + dice.between(1, 200));
    return splice(bytes, to, to, ...dice.times(dice.between(1, 20), () => bytes.subarray(from, to)));
  },
  (bytes, dice) => {
    if (bytes.length === 0) return bytes;
    const changed = Buffer.from(bytes);
    changed[dice.below(bytes.length)] = dice.below(256);
    return changed;
  },
  (bytes, dice) => bytes.subarray(0, dice.below(bytes.length + 1)),
  onLines((lines, at, to) => lines.toSpliced(at, to - at)),
  onLines((lines, at, to) => lines.toSpliced(at, 0, ...lines.slice(at, to))),
  onLines((lines, at, to, dice) => lines.toSpliced(dice.below(lines.length), 0, ...lines.slice(at, to))),
  onLines((lines, at, _, dice) => lines.with(at, dice.pick(["  ", "\t", " "]) + lines[at])),
  onLines((lines, at) => lines.with(at, lines[at].trimStart())),
  onLines((lines, at, _, dice) =>
    lines.with(
      at,
      lines[at].replace(/:.*$/, () => `: ${dice.pick(SCALARS)}`),
    ),
  ),
  onLines((lines, at, _, dice) =>
    lines.with(
      at,
      lines[at].replace(/[\w-]+(?=:)/, () => JSON.stringify(dice.pick(KEYS))),
    ),
  ),
  (bytes) => Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
  (bytes) => Buffer.from(bytes.toString("latin1").replaceAll("\n", "\r"), "latin1"),
  (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  (bytes) => Buffer.from(bytes.toString("utf8"), "utf16le"),
];

/** A valid text with one to six changes, most often one. */
export function spoiltText(text, dice) {
  let bytes = Buffer.from(text);
  for (let left = dice.pick([1, 1, 1, 2, 3, 6]); left > 0; left--) bytes = dice.pick(CHANGES)(bytes, dice);
  // What grows by repeating itself stays a file that a test can write.
  return bytes.subarray(0, 4 << 20);
}

/** Bytes of no form at all. */
export function noise(dice) {
  return Buffer.from(dice.times(dice.below(400), () => dice.below(256)));
}
