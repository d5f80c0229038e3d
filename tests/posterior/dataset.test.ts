import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../lib/errors.ts";
import { readDataset, type Dataset, type DatasetColumns } from "../../lib/posterior/dataset.ts";
import { COLUMNS } from "./cases.ts";

let folder = "";
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sluice-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SMALL: DatasetColumns = {
  date: "date",
  target: "sales",
  channels: [
    { name: "tv", spend: "tv_spend" },
    { name: "search", spend: "search" },
  ],
  controls: ["price"],
};
const HEADER = "date,sales,tv_spend,search,price";
const VALID = [HEADER, "2024-01-01,100,1,2,9.5", "2024-01-08,110,0,3,9.5", "2024-01-15,120,2,0,9.9"];

async function read(lines: readonly string[] | string): Promise<Dataset> {
  const path = join(folder, `${++count}.csv`);
  await writeFile(path, typeof lines === "string" ? lines : `${lines.join("\n")}\n`);
  return readDataset(path, SMALL);
}

async function messageOf(reading: Promise<Dataset>): Promise<string> {
  const error: unknown = await reading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.message.replaceAll(`${folder}/`, "") : "";
}

describe("readDataset", () => {
  it("reads the example data", async () => {
    const dataset = await readDataset("examples/robyn_weekly/data.csv", COLUMNS);
    expect([dataset.dates.length, dataset.dates[0], dataset.dates[207]]).toEqual([
      208,
      "2015-11-23",
      "2019-11-11",
    ]);
    expect(dataset.target.values[0]).toBe(2754371.66666667);
    expect(dataset.channels.map(({ name, spend }) => [name, spend[0]])[4]).toEqual(["search_S", 0]);
    expect(dataset.controls.map(({ name }) => name)).toEqual(COLUMNS.controls);
  });

  it("reads exposure of the channels that have a column of it, and refuses a negative one", async () => {
    const columns: DatasetColumns = {
      ...SMALL,
      channels: [{ name: "tv", spend: "tv_spend", exposure: "price" }, ...SMALL.channels.slice(1)],
    };
    const path = join(folder, `${++count}.csv`);
    await writeFile(path, `${VALID.join("\n")}\n`);
    const { channels } = await readDataset(path, columns);
    expect([...(channels[0]?.exposure ?? [])]).toEqual([9.5, 9.5, 9.9]);
    expect(channels[1]).not.toHaveProperty("exposure");
    await writeFile(path, `${VALID.join("\n").replace("9.9", "-1")}\n`);
    expect(await messageOf(readDataset(path, columns))).toMatch(
      /:4, column price: exposure of channel tv is -1 on 2024-01-15\n {2}fix: correct the export/,
    );
  });

  it("gives each channel its name and its spend column", async () => {
    const { channels } = await read(VALID);
    expect(channels.map(({ name, spendColumn, spend }) => [name, spendColumn, [...spend]])).toEqual([
      ["tv", "tv_spend", [1, 0, 2]],
      ["search", "search", [2, 3, 0]],
    ]);
  });

  it.each([
    ["a byte order mark", `\uFEFF${VALID.join("\n")}`],
    ["CRLF line ends", `${VALID.join("\r\n")}\r\n`],
    ["no last line end", VALID.join("\n")],
    ["blank lines", `${VALID.join("\n\n")}\n\n\n`],
    ["quotes", VALID.join("\n").replace("100", '"100"').replace("price", '"price"')],
    ["spaces", VALID.join("\n").replace("100", " 100 ").replace("price", " price")],
    ["midnight in the dates", VALID.join("\n").replace("2024-01-08", "2024-01-08 00:00:00")],
  ])("reads the same data with %s", async (_, text) => {
    const expected = await read(VALID);
    expect({ ...(await read(text)), path: expected.path }).toEqual(expected);
  });

  it.each(["", "NA", "n/a", "NaN", "null"])("keeps a missing cell %j as NaN", async (cell) => {
    const { target, channels } = await read([
      HEADER,
      `2024-01-01,${cell},${cell},1e3,-9`,
      "2024-01-08,1,1,1,1",
    ]);
    expect([target.values[0], channels[0]?.spend[0], channels[1]?.spend[0]]).toEqual([NaN, NaN, 1000]);
  });

  it("names a missing file and a folder", async () => {
    expect(await messageOf(readDataset(join(folder, "none.csv"), SMALL))).toMatch(
      /none\.csv: no such file\n {2}fix: check the path/,
    );
    expect(await messageOf(readDataset(folder, SMALL))).toMatch(/is a folder, not a file/);
  });

  it.each<[string, readonly string[] | string, RegExp]>([
    ["an empty file", "", /is empty/],
    ["a file of blank lines", "\uFEFF\n\n", /is empty/],
    [
      "a single row: it tells nothing of a series",
      [HEADER, "2024-01-01,1,1,1,1"],
      /has one row; allowed: at least 2/,
    ],
    ["a header alone", [HEADER], /has a header but no rows/],
    [
      "a missing column, with the nearest",
      [HEADER.replace("tv_spend", "tv_spent"), ...VALID.slice(1)],
      /\.csv:1: no column tv_spend \(columns: .*\)\n {2}fix: did you mean tv_spent\?/,
    ],
    [
      "a missing column among very many, which are not all repeated",
      [[...HEADER.split(",").slice(1), ...Array.from({ length: 100_000 }, (_, i) => `c${i}`)].join(",")],
      /no column date \(columns: [^)]{1,300} and 99974 more\)/,
    ],
    [
      "semicolons",
      VALID.map((line) => line.replaceAll(",", ";")),
      /fix: save the file with commas between cells/,
    ],
    [
      "a column twice",
      [`${HEADER},sales`, "2024-01-01,1,1,1,1,1"],
      /\.csv:1: column sales occurs more than once/,
    ],
    [
      "a number with a thousands separator",
      [HEADER, '2024-01-01,"1,000",1,2,3'],
      /\.csv:2, column sales: "1,000" is not a number/,
    ],
    ["a unit", [HEADER, "2024-01-01,100,5 EUR,2,3"], /\.csv:2, column tv_spend: "5 EUR" is not a number/],
    ["hexadecimal", [HEADER, "2024-01-01,0x10,5,2,3"], /"0x10" is not a number/],
    [
      "an infinite value",
      [HEADER, "2024-01-01,inf,5,1e999,3"],
      /column search: 1e999 is infinite[^]*column sales: inf is infinite/,
    ],
    [
      "negative spend",
      [...VALID, "2024-01-22,1,-0.5,2,3"],
      /\.csv:5, column tv_spend: spend of channel tv is -0\.5 on 2024-01-22/,
    ],
    [
      "a date that is none",
      [HEADER, "2024-02-30,1,1,1,1"],
      /\.csv:2, column date: "2024-02-30" is not a date\n {2}fix: write dates as YYYY-MM-DD/,
    ],
    ["a missing date", [...VALID, ",1,1,1,1"], /\.csv:5, column date: "" is not a date/],
    [
      "a repeated date",
      [...VALID, "2024-01-15,1,1,1,1"],
      /\.csv:5, column date: 2024-01-15 is already on line 4/,
    ],
    [
      "dates out of order",
      [...VALID, "2024-01-10,1,1,1,1"],
      /\.csv:5, column date: 2024-01-10 comes after 2024-01-15/,
    ],
    ["a row too long", [HEADER, "2024-01-01,1,000,1,1,1"], /\.csv:2: 6 cells, the header has 5/],
    ["a row too short", [...VALID, "2024-01-22,1"], /\.csv:5: 2 cells, the header has 5/],
    ["a quote that never ends", [...VALID, '2024-01-22,"1,1,1,1'], /\.csv:5: 2 cells, the header has 5/],
    [
      "a bad cell after blank lines and a line end in quotes",
      [`${HEADER},note`, "", '2024-01-01,1,1,1,1,"a', 'b"', "", "2024-01-08,x,1,1,1,c"],
      /\.csv:6, column sales: "x"/,
    ],
  ])("refuses %s", async (_, lines, message) => {
    expect(await messageOf(read(lines))).toMatch(message);
  });

  it("reads a long file of bad cells in time that grows with its length, not with the square of it", async () => {
    const rows = Array.from({ length: 50_000 }, () => "x,x,x,x,x");
    const started = performance.now();
    expect(await messageOf(read([HEADER, ...rows]))).toContain('"x" is not a number; 49995 more like it');
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("lists what is wrong in every column, and counts what repeats", async () => {
    const bad = Array.from({ length: 7 }, (_, i) => `2024-01-0${i + 1},bad,-1,1,1`);
    const message = await messageOf(read([HEADER, ...bad]));
    expect(message.match(/is not a number/g)).toHaveLength(5);
    expect(message).toMatch(/\.csv:6, column sales: "bad" is not a number; 2 more like it/);
    expect(message).toMatch(/spend of channel tv is -1 on 2024-01-05; 2 more like it/);
  });
});
