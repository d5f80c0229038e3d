import { describe, expect, it, vi } from "vitest";
import { answerOf, plansOf } from "../../lib/allocation/horizon-message.ts";
import { HORIZON_DEFAULTS, solveHorizon } from "../../lib/allocation/horizon-thread.ts";
import { multiPeriodProblem } from "../../lib/allocation/problems.ts";
import { solveMultiPeriod } from "../../lib/allocation/solve.ts";
import { InputError } from "../../lib/errors.ts";
import { loadNlopt } from "../../lib/nlopt/load.ts";
import { ask, michaelisMenten, record } from "./problems.ts";

const RECORDS = [record("a", michaelisMenten(900, 100)), record("b", michaelisMenten(100, 100))];
const posed = (multi_period: object) => ask({ a: 100, b: 100 }, RECORDS, { multi_period });
/** The build's thread: that of the sources is TypeScript, which Node 20 does not load. */
const BUILT = new URL("../../dist/lib/allocation/horizon-worker.js", import.meta.url);
const settings = {
  ...HORIZON_DEFAULTS,
  loadNlopt,
  signal: new AbortController().signal,
  onProgress: () => undefined,
};
const job = (multi_period: object) => ({
  name: "plan",
  request: posed(multi_period).request,
  records: RECORDS,
});
const threaded = { ...settings, cellsForThread: 0, worker: BUILT };

describe("a horizon planned by a thread", () => {
  it("is the very same as without one, and says on the way how it comes on", async () => {
    const onProgress = vi.fn();
    const { request, curves } = posed({ periods: 6, ramp_percentage: 0.1 });
    const alone = solveMultiPeriod("plan", request, curves);
    const { recommended, optimum, sequential } = await solveHorizon(
      { name: "plan", request, records: RECORDS },
      { ...threaded, onProgress },
    );
    expect(recommended).toBe(optimum);
    expect(recommended.allocation).toEqual(alone.recommended.allocation);
    expect(recommended.certificate).toEqual(alone.recommended.certificate);
    expect(sequential?.allocation).toEqual(alone.sequential?.allocation);
    expect(onProgress.mock.calls.length).toBeGreaterThan(3);
  });

  it("stops when it is told to, with the reason", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const stopping = solveHorizon(job({ periods: 520, ramp_percentage: 0.1 }), {
      ...threaded,
      signal: controller.signal,
      onProgress: () => {
        controller.abort(reason);
      },
    });
    await expect(stopping).rejects.toBe(reason);
    await expect(solveHorizon(job({}), { ...threaded, signal: controller.signal })).rejects.toBe(reason);
  });

  it("passes on what the user asked for in vain, as his", async () => {
    const tooLarge = solveHorizon(job({ periods: 300, ramp_percentage: 0.1, method: "slsqp" }), threaded);
    await expect(tooLarge).rejects.toThrow(InputError);
    await expect(tooLarge).rejects.toThrow("leave method out");
  });

  it("says so when the thread ends without an answer", async () => {
    const worker = new URL("data:text/javascript,");
    await expect(solveHorizon(job({}), { ...threaded, worker })).rejects.toThrow(
      "plan: the thread ended without an answer",
    );
  });
});

describe("a horizon planned where no thread can be", () => {
  it("loads SLSQP only where it is asked for", async () => {
    const loading = vi.fn(loadNlopt);
    await solveHorizon(job({ periods: 2 }), { ...settings, loadNlopt: loading });
    expect(loading).not.toHaveBeenCalled();
    const { recommended } = await solveHorizon(job({ periods: 2, method: "slsqp" }), {
      ...settings,
      loadNlopt: loading,
    });
    expect(recommended.method).toBe("slsqp");
    expect(loading).toHaveBeenCalledOnce();
  });

  it("sends plans as data and makes them whole again", () => {
    const { request, curves } = posed({ periods: 3, method: "sequential" });
    const plans = solveMultiPeriod("plan", request, curves);
    const back = plansOf(structuredClone(answerOf(plans)), multiPeriodProblem(request, curves));
    expect(back.recommended).toBe(back.sequential);
    expect(back.recommended.allocation).toEqual(plans.recommended.allocation);
    expect(back.optimum?.methodReason).toBe("for comparison");
  });
});
