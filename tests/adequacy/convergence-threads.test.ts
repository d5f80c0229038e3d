import { describe, expect, it } from "vitest";

import { summariseOnAllCores, type ThreadOptions } from "../../lib/adequacy/convergence-threads.ts";
import {
  summariseConvergence,
  type Scalar,
  type ScalarConvergence,
} from "../../lib/diagnostics/convergence.ts";
import { uniformScalar } from "./scalars.ts";

/** Threads run the build, which `npm test` makes first. */
const worker = new URL("../../dist/lib/adequacy/convergence-worker.js", import.meta.url);
const threaded: ThreadOptions = { helpers: 2, drawsAlone: 1, worker, patience: 10_000 };

const scripted = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
/** Takes the first block that is filled, and then does as it is told. */
const taking = (afterwards: string) =>
  scripted(`
    import { workerData } from "node:worker_threads";
    const { signals, states } = workerData;
    for (let taken = false; !taken && signals[1] === 0; ) {
      for (let block = 0; block < states.length && !taken; block++) {
        taken = Atomics.compareExchange(states, block, 1, 2) === 1;
        if (taken) { ${afterwards} }
      }
    }`);

const scalars = Array.from({ length: 400 }, (_, i) => uniformScalar(`x[${i}]`, i + 1, { draws: 100 }));
const expected = summariseConvergence(scalars);

function expectSameBytes(got: readonly ScalarConvergence[], wanted: readonly ScalarConvergence[]): void {
  expect(got).toEqual(wanted);
  expect(JSON.stringify(got) === JSON.stringify(wanted)).toBe(true);
}

/** Gives threads the time to start: reading a large file does. */
function* slowly(given: Iterable<Scalar>): Generator<Scalar> {
  const never = new Int32Array(new SharedArrayBuffer(4));
  let count = 0;
  for (const scalar of given) {
    if (count++ > 100) Atomics.wait(never, 0, 0, 2);
    yield scalar;
  }
}

describe("convergence on all cores", () => {
  it.each([0, 1, 2])("gives the same bytes with %i helpers", (helpers) => {
    const { summaries } = summariseOnAllCores(scalars, { ...threaded, helpers });
    expectSameBytes(summaries, expected);
  });

  it("is helped by other threads", () => {
    const { summaries, helpedWith } = summariseOnAllCores(slowly(scalars), threaded);
    expect(helpedWith).toBeGreaterThan(0);
    expectSameBytes(summaries, expected);
  });

  it("starts no thread for little work", () => {
    const { helpedWith } = summariseOnAllCores(slowly(scalars), { ...threaded, drawsAlone: 1e9 });
    expect(helpedWith).toBe(0);
  });

  it("keeps the order among scalars of several shapes, and those that are undefined", () => {
    const mixed = scalars.flatMap((scalar, i) => [
      scalar,
      uniformScalar(`odd[${i}]`, i, { draws: 7, chains: 3 }),
      uniformScalar(`undefined[${i}]`, i, { draws: 100, offset: NaN }),
    ]);
    const { summaries } = summariseOnAllCores(slowly(mixed.slice(0, 600)), threaded);
    expectSameBytes(summaries, summariseConvergence(mixed.slice(0, 600)));
  });

  it("passes on what goes wrong in reading", () => {
    function* broken(): Generator<Scalar> {
      yield* scalars;
      throw new Error("the file ends here");
    }
    expect(() => summariseOnAllCores(broken(), threaded)).toThrow("the file ends here");
  });

  it.each([
    ["does not start", scripted("throw new Error('no thread today')")],
    ["fails with a block", taking("Atomics.store(states, block, 4); Atomics.add(signals, 0, 1);")],
    ["never comes back with a block", taking("")],
  ])("does the work itself when a helper %s", (_, broken) => {
    const options = { helpers: 1, drawsAlone: 1, worker: broken, patience: 50 };
    const { summaries, helpedWith } = summariseOnAllCores(slowly(scalars), options);
    expect(helpedWith).toBe(0);
    expectSameBytes(summaries, expected);
  });
});
