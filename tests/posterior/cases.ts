import { expect } from "vitest";
import { readDataset, type Dataset, type DatasetColumns } from "../../lib/posterior/dataset.ts";
import { openPosterior } from "../../lib/posterior/open.ts";
import type { Posterior } from "../../lib/posterior/posterior.ts";

/** Columns of the two example data files. */
export const COLUMNS: DatasetColumns = {
  date: "date",
  target: "revenue",
  channels: ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"].map((name) => ({ name, spend: name })),
  controls: ["competitor_sales_B", "newsletter"],
};

export async function readCase(name: string): Promise<{ posterior: Posterior; dataset: Dataset }> {
  const posterior = await openPosterior(`examples/${name}/model.nc`);
  return { posterior, dataset: await readDataset(`examples/${name}/data.csv`, COLUMNS) };
}

/** |got − expected| ≤ atol + rtol |expected|, and both finite. */
export function expectClose(got: number, expected: number, rtol: number, atol: number, what: string): void {
  const limit = atol + rtol * Math.abs(expected);
  expect(Math.abs(got - expected) <= limit, `${what}: got ${got}, expected ${expected} ± ${limit}`).toBe(
    true,
  );
}
