import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { parquetArtefact, type ParquetSource } from "../../lib/artefacts/parquet.ts";
import { fingerprintFile } from "../../lib/artefacts/hash.ts";
import { temporaryFolder } from "../temporary.ts";

const contributions = parquetArtefact("40_decomposition/contributions.parquet", "contributions");

/** A Parquet file of the rows of a query. */
function fromQuery(select: string): ParquetSource {
  return {
    async copyTo(file) {
      const connection = await (await DuckDBInstance.create(":memory:")).connect();
      try {
        await connection.run(`COPY (${select}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
      } finally {
        connection.closeSync();
      }
    },
  };
}

const GOOD = {
  chain: "0::INTEGER",
  draw: "1::INTEGER",
  date: "'2024-01-01'::VARCHAR",
  channel: "'tv'",
  spend: "2.5::DOUBLE",
  contribution: "1e-300::DOUBLE",
};

const select = (columns: Readonly<Record<string, string>>) =>
  `SELECT ${Object.entries(columns)
    .map(([name, value]) => `${value} AS ${name}`)
    .join(", ")} FROM range(3)`;

describe("a Parquet artefact", () => {
  it("accepts the columns of its schema, and its copy has the same bytes", async () => {
    const folder = await temporaryFolder();
    const [file, copy] = [join(folder, "it's.parquet"), join(folder, "copy.parquet")];
    await contributions.write(file, fromQuery(select(GOOD)));
    await (await contributions.read(file)).copyTo(copy);
    expect(await fingerprintFile(copy)).toEqual(await fingerprintFile(file));
  });

  it.each([
    ["a column of text where numbers belong", { spend: "'2.5'" }, "column spend is VARCHAR, not number"],
    ["a fraction where an integer belongs", { chain: "0.5::DOUBLE" }, "column chain is DOUBLE, not integer"],
    ["a column that is not in the schema", { geo: "'de'" }, "column geo is not in the schema"],
    ["NaN", { contribution: "'nan'::DOUBLE" }, "column contribution has 3 missing or non-finite values"],
    ["infinity", { spend: "'-inf'::DOUBLE" }, "column spend has 3 missing or non-finite values"],
    ["missing values", { channel: "NULL::VARCHAR" }, "column channel has 3 missing or non-finite values"],
  ])("refuses %s", async (_, fault, message) => {
    const file = join(await temporaryFolder(), "contributions.parquet");
    await expect(contributions.write(file, fromQuery(select({ ...GOOD, ...fault })))).rejects.toThrow(
      new RangeError(`40_decomposition/contributions.parquet: ${message}`),
    );
  });

  it("names every column that is missing", async () => {
    const file = join(await temporaryFolder(), "contributions.parquet");
    const { chain, date, contribution, spend } = GOOD;
    await expect(
      contributions.write(file, fromQuery(select({ chain, date, contribution, spend }))),
    ).rejects.toThrow("column draw is missing; column channel is missing");
  });
});
