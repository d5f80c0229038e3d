import { describe, expect, it } from "vitest";
import { openCrew } from "../../lib/pipeline/crew.ts";

const pause = (turns = 3) =>
  Array.from({ length: turns }).reduce<Promise<void>>(
    (before) => before.then(() => undefined),
    Promise.resolve(),
  );

describe("a crew", () => {
  it.each([1, 2, 3])("of %d has that much work under way and no more, in the order asked", async (jobs) => {
    const crew = openCrew(jobs);
    const begun: number[] = [];
    const state = { now: 0, most: 0 };
    await Promise.all(
      [0, 1, 2, 3, 4, 5].map((i) =>
        crew.turn(async () => {
          begun.push(i);
          state.now += 1;
          state.most = Math.max(state.most, state.now);
          await pause();
          state.now -= 1;
        }),
      ),
    );
    expect([state.most, begun]).toEqual([jobs, [0, 1, 2, 3, 4, 5]]);
  });

  it("gives a job back when work fails", async () => {
    const crew = openCrew(1);
    await expect(crew.turn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await crew.turn(() => Promise.resolve(1))).toBe(1);
  });

  it("lets one do a thing while those after it wait, also when it fails, and others go on", async () => {
    const crew = openCrew(9);
    const told: string[] = [];
    const work =
      (name: string, isBad = false) =>
      async () => {
        told.push(`${name} begins`);
        await pause();
        told.push(`${name} ends`);
        if (isBad) throw new Error(name);
      };
    const ended = await Promise.allSettled([
      crew.alone("a", work("first", true)),
      crew.alone("a", work("second")),
      crew.alone("b", work("other")),
    ]);
    expect(ended.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
    expect(told.filter((line) => !line.startsWith("other"))).toEqual([
      "first begins",
      "first ends",
      "second begins",
      "second ends",
    ]);
    expect(told.indexOf("other begins")).toBeLessThan(told.indexOf("first ends"));
  });
});
