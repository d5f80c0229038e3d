import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { schedule } from "../../lib/pipeline/schedule.ts";

/** Stages in the order of a plan, with how many turns of the event loop each takes. */
const plans = fc.array(fc.tuple(fc.array(fc.nat()), fc.nat(3)), { maxLength: 9 }).map((choices) =>
  choices.map(([picks, turns], i) => ({
    id: String(i),
    needs: i === 0 ? [] : [...new Set(picks.map((pick) => String(pick % i)))],
    turns,
  })),
);

describe("stages under way at once", () => {
  it("are never more than there are jobs, each done once and after all that it needs", async () => {
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 4 }), async (stages, jobs) => {
        const done = new Set<string>();
        let [under, most] = [0, 0];
        await schedule(stages, jobs, async ({ id, needs, turns }) => {
          expect(needs.every((need) => done.has(need))).toBe(true);
          most = Math.max(most, ++under);
          for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
          under--;
          expect(done.has(id)).toBe(false);
          done.add(id);
        });
        expect(done.size).toBe(stages.length);
        expect(most).toBeLessThanOrEqual(jobs);
      }),
    );
  });

  it("with one job are in the order of the plan", async () => {
    const order: string[] = [];
    const stages = ["a", "b", "c"].map((id) => ({ id, needs: [] }));
    await schedule(stages, 1, ({ id }) => Promise.resolve(void order.push(id)));
    expect(order).toEqual(["a", "b", "c"]);
  });

  it("end before the first failure is told, and nothing begins after it", async () => {
    const ended: string[] = [];
    const stages = ["a", "b", "c"].map((id) => ({ id, needs: [] }));
    const work = async ({ id }: { readonly id: string }) => {
      if (id === "a") throw new RangeError("no");
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended.push(id);
    };
    await expect(schedule(stages, 2, work)).rejects.toThrow(new RangeError("no"));
    expect(ended).toEqual(["b"]);
  });
});
