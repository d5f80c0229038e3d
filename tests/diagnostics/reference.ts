import { readFileSync } from "node:fs";

import { expect } from "vitest";

import { fromSampleMajor, type ObservationDraws } from "../../lib/draws/observation-draws.ts";

export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** One file of tests/reference/diagnostics; see the README there. The shape of its cases is the caller's claim. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the one claim about the file's shape
export function readReference<Case>(name: string): {
  readonly tolerance: Tolerance;
  readonly cases: readonly Case[];
} {
  const file = new URL(`../reference/diagnostics/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"), reviveNonFinite) as { tolerance: Tolerance; cases: Case[] };
}

const NON_FINITE: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
]);

function reviveNonFinite(_key: string, value: unknown): unknown {
  return NON_FINITE.get(value) ?? value;
}

/** |got - expected| <= absolute + relative |expected|; NaN and infinities must be met exactly. */
export function expectClose(got: number, expected: number, tolerance: Tolerance, what: string): void {
  if (!Number.isFinite(expected)) {
    expect(got, what).toBe(expected);
    return;
  }
  const allowed = tolerance.absolute + tolerance.relative * Math.abs(expected);
  const distance = Math.abs(got - expected);
  expect(distance <= allowed, `${what}: got ${got}, expected ${expected} within ${allowed}`).toBe(true);
}

/** `expectClose` of each element. */
export function expectAllClose(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
  what: string,
): void {
  expect(got.length, `${what}: length`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expectClose(got[i]!, expected[i]!, tolerance, `${what}[${i}]`);
}

/** Chains from nested lists. */
export function toChains(draws: readonly (readonly number[])[]): Float64Array[] {
  return draws.map((chain) => Float64Array.from(chain));
}

/** Draws per observation from a list of samples, each a list over observations. */
export function toObservationDraws(samples: readonly (readonly number[])[]): ObservationDraws {
  return fromSampleMajor(Float64Array.from(samples.flat()), samples.length, samples[0]?.length ?? 0);
}
