import { describe, expect, it } from "vitest";
import { loadNlopt } from "../../lib/nlopt/load.ts";

describe("NLopt, as loaded", () => {
  it("is loaded once, and listens to no fault of the process", async () => {
    const count = () =>
      ["uncaughtException", "unhandledRejection"].map((name) => process.listenerCount(name));
    const before = count();
    expect(await loadNlopt()).toBe(await loadNlopt());
    expect(count()).toEqual(before);
  });

  it("goes on where its memory has to grow", async () => {
    const nlopt = await loadNlopt();
    const n = 600;
    const search = new nlopt.Optimize(nlopt.Algorithm.LD_SLSQP, n);
    const seen = new Set<ArrayBufferLike>();
    search.setMaxObjective((x, slope) => {
      seen.add(x.buffer);
      slope?.fill(1 / n);
      return x.reduce((sum, one) => sum + one, 0) / n;
    }, 1e-8);
    search.setLowerBounds(new Array<number>(n).fill(0));
    search.setUpperBounds(new Array<number>(n).fill(1));
    search.setMaxeval(2);
    expect(search.optimize(new Array<number>(n).fill(0.5)).success).toBe(true);
    const [buffer] = seen;
    expect(buffer?.byteLength).toBeGreaterThan(2 ** 24);
  });
});
