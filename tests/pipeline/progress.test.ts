import { describe, expect, it } from "vitest";
import type { Happening } from "../../lib/pipeline/events.ts";
import { progressReporter } from "../../lib/pipeline/progress.ts";

/** A reporter with a clock that one sets. */
function reporter() {
  const clock = { now: 1000 };
  const told: Happening[] = [];
  const progress = progressReporter(
    "s",
    (one) => told.push(one),
    () => clock.now,
  );
  return { clock, told, progress };
}

describe("progress", () => {
  it("says how long the rest takes at the pace so far, anew for each part of the work", () => {
    const { clock, told, progress } = reporter();
    progress("draws", { done: 0, total: 10 });
    clock.now += 2000;
    progress("draws", { done: 4, total: 10 });
    clock.now += 1000;
    progress("solves", { done: 0, total: 2 });
    clock.now += 500;
    progress("solves", { done: 1, total: 2 });
    const common = { kind: "progress", stage: "s" };
    expect(told).toEqual([
      { ...common, message: "draws", done: 0, total: 10, elapsed_seconds: 0, eta_seconds: null },
      { ...common, message: "draws", done: 4, total: 10, elapsed_seconds: 2, eta_seconds: 3 },
      { ...common, message: "solves", done: 0, total: 2, elapsed_seconds: 3, eta_seconds: null },
      { ...common, message: "solves", done: 1, total: 2, elapsed_seconds: 3.5, eta_seconds: 0.5 },
    ]);
  });

  it("is told at most ten times a second, but for the end of a part", () => {
    const { clock, told, progress } = reporter();
    for (let done = 0; done <= 1000; done++) {
      clock.now += 1;
      progress("draws", { done, total: 1000 });
    }
    expect(told).toHaveLength(11);
    expect(told.at(-1)).toMatchObject({ done: 1000, eta_seconds: 0 });
  });

  it("without an amount makes no guess", () => {
    const { told, progress } = reporter();
    progress("planning");
    expect(told).toEqual([
      {
        kind: "progress",
        stage: "s",
        message: "planning",
        done: null,
        total: null,
        elapsed_seconds: 0,
        eta_seconds: null,
      },
    ]);
  });
});
