// Tables, from nearly right to no table at all.
import { Buffer } from "node:buffer";
import { noise, spoiltText } from "./bytes.mjs";
import { CELLS } from "./hostile.mjs";

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

const dateOf = (row, step) => new Date(START + row * step * DAY).toISOString().slice(0, 10);

const SERIES = [
  () => () => 5,
  () => () => 0,
  () => (i) => 10 * i,
  () => (i) => (i * 7919) % 101,
  (dice) => () => dice.below(10_000) / 10,
  (dice) => () => 10 ** dice.between(-300, 300),
  () => () => 1e308,
  (dice) => () => (dice.chance(0.2) ? "" : dice.below(100)),
  () => () => "",
];

/** A table that is in order, but for what its series may be. */
function goodTable(names, dice) {
  const step = dice.pick([1, 7, 7, 30]);
  const series = names.slice(1).map(() => dice.pick(SERIES)(dice));
  const rows = dice.times(dice.pick([1, 2, 3, 12, 30, 60]), (i) => [
    dateOf(i, step),
    ...series.map((value) => String(value(i))),
  ]);
  return { header: [...names], rows };
}

const SPOILING = [
  ({ rows }, dice) => (dice.pick(rows)[dice.below(rows[0].length)] = dice.pick(CELLS)),
  ({ rows }, dice) => (dice.pick(rows)[dice.below(rows[0].length)] = dice.pick(CELLS)),
  ({ header }, dice) => (header[dice.below(header.length)] = dice.pick(CELLS)),
  ({ header }, dice) => (header[dice.below(header.length)] = dice.pick(header)),
  ({ rows }, dice) => dice.pick(rows).push(...dice.times(dice.pick([1, 1000]), () => dice.pick(CELLS))),
  ({ rows }, dice) => dice.pick(rows).splice(dice.below(3), dice.between(1, 4)),
  ({ rows }, dice) => rows.splice(dice.below(rows.length), 0, [...dice.pick(rows)]),
  ({ rows }) => rows.reverse(),
  ({ rows }) => rows.splice(0),
  ({ rows }, dice) => rows.splice(dice.below(rows.length + 1), 0, []),
  ({ header, rows }) => {
    header.push("more");
    for (const row of rows) row.push("1");
  },
];

/** Tables of a size that takes the square of a linear algorithm to notice. */
const SHAPES = [
  (names, dice) => {
    const more = dice.times(dice.pick([1000, 100_000]), (i) => `c${i}`);
    return `${[...names, ...more].join(",")}\n${[dateOf(0, 1), ...Array(names.length - 1 + more.length).fill("1")].join(",")}\n`;
  },
  (names, dice) => `${[...names, ...Array(dice.pick([1000, 100_000])).fill("twice")].join(",")}\n`,
  (names, dice) => `${names.join(",")}\n${",".repeat(dice.pick([1000, 300_000]))}\n`,
  (names, dice) =>
    `${names.join(",")}\n${`${names.map(() => "x").join(",")}\n`.repeat(dice.pick([100, 20_000]))}`,
  (names, dice) => `${names.join(",")}\n${"\n".repeat(dice.pick([10, 200_000]))}`,
  (names, dice) => `${names.join(",")}\n"${"a\n".repeat(dice.pick([10, 100_000]))}`,
  (names, dice) => `${names.join(",")}\n${'"",'.repeat(dice.pick([10, 100_000]))}\n`,
  (names, dice) =>
    `${names.join(",")}\n${dateOf(0, 1)}${",1".repeat(names.length - 1)}\n`.repeat(dice.pick([2, 3000])),
];

const ENDS = ["\n", "\n", "\r\n", "\r", "\n\n"];
const SEPARATORS = [",", ",", ",", ",", ";", "\t"];

/** A table with these columns, the first of dates. */
export function csvTable(names, dice) {
  const kind = dice.below(100);
  if (kind < 8) return Buffer.from(dice.pick(SHAPES)(names, dice));
  if (kind < 10) return noise(dice);
  const table = goodTable(names, dice);
  if (kind < 60)
    for (let left = dice.between(1, 4); left > 0 && table.rows.length > 0; left--)
      dice.pick(SPOILING)(table, dice);
  const isQuoted = dice.chance(0.2);
  const separator = dice.pick(SEPARATORS);
  const line = (cells) => cells.map((cell) => (isQuoted ? `"${cell}"` : cell)).join(separator);
  const end = dice.pick(ENDS);
  const text = [table.header, ...table.rows].map(line).join(end) + (dice.chance(0.8) ? end : "");
  const withMark = dice.chance(0.1) ? `\uFEFF${text}` : text;
  return kind < 85 ? Buffer.from(withMark) : spoiltText(withMark, dice);
}
