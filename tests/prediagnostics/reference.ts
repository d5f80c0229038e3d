import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** How far a value may be from its reference: `absolute + relative |reference|`. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** One file of reference values; cases are of type `C`. */
export interface Reference<C> {
  readonly tolerance: Tolerance;
  readonly cases: readonly C[];
}

const NON_FINITE = new Map<unknown, number>([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

/** Reads a file of `tests/reference`; the shape is the caller's claim. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller states the shape of its file once, here
export function readReference<T>(path: string): T {
  const text = readFileSync(new URL(`../reference/${path}`, import.meta.url), "utf8");
  return JSON.parse(text, (_, value: unknown) => NON_FINITE.get(value) ?? value) as T;
}

/** Asserts agreement of one number; NaN agrees with NaN only and an infinity with itself only. */
export function expectClose(got: number, reference: number, { relative, absolute }: Tolerance): void {
  if (!Number.isFinite(reference)) {
    expect(got).toBe(reference);
    return;
  }
  const error = Math.abs(got - reference);
  expect(error, `got ${got}, reference ${reference}`).toBeLessThanOrEqual(
    absolute + relative * Math.abs(reference),
  );
}

/** Asserts agreement number by number, and of the lengths. */
export function expectAllClose(
  got: ArrayLike<number>,
  reference: readonly number[],
  tolerance: Tolerance,
): void {
  expect(got).toHaveLength(reference.length);
  reference.forEach((value, i) => {
    expectClose(got[i]!, value, tolerance);
  });
}

/** The columns of an example's data file, by name; `date` apart. */
export function readExample(name: string): {
  dates: string[];
  column: (name: string) => Float64Array;
} {
  const text = readFileSync(new URL(`../../examples/${name}/data.csv`, import.meta.url), "utf8");
  const [header = [], ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  return {
    dates: rows.map((row) => row[0]!),
    column: (wanted) => Float64Array.from(rows, (row) => Number(row[header.indexOf(wanted)])),
  };
}
