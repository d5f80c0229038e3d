import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";
import { readCsv, type CsvText } from "./csv.ts";

/**
 * A CSV file as texts.
 *
 * @throws InputError when it cannot be read.
 */
export async function readCsvFile(path: string): Promise<CsvText> {
  try {
    return await readCsv(await readFile(path, "utf8"));
  } catch (error) {
    throw new InputError(
      {
        what: `cannot be read: ${(error as Error).message}`,
        where: path,
        fix: "name the CSV file that the model was fitted to",
      },
      { cause: error },
    );
  }
}

/** The cells of one column, from the first row on; empty where a row is short. */
export function columnOf({ header, rows }: CsvText, name: string): string[] {
  return rows.map(({ cells }) => cells[header.indexOf(name)] ?? "");
}
