import { describe, expect, it } from "vitest";
import { counted } from "../../lib/adequacy/counted.ts";

describe("counted", () => {
  it("gives the items as they are, and tells of each once it is done with", () => {
    const told: number[] = [];
    const seen: [string, number][] = [];
    for (const item of counted(["a", "b"], (done) => told.push(done))) seen.push([item, told.length]);
    expect(seen).toEqual([
      ["a", 0],
      ["b", 1],
    ]);
    expect(told).toEqual([1, 2]);
  });
});
