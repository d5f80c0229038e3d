import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { geometricAdstock } from "../../lib/media/adstock.ts";
import {
  applyKernel,
  delayedKernel,
  geometricKernel,
  type Kernel,
  weibullCdfKernel,
  weibullPdfKernel,
} from "../../lib/media/kernels.ts";

interface ReferenceKernel {
  readonly adstock: "geometric" | "delayed" | "weibull";
  readonly parameters: {
    readonly alpha: number;
    readonly theta: number;
    readonly lam: number;
    readonly k: number;
    readonly type: "PDF" | "CDF";
    readonly l_max: number;
    readonly normalize: boolean;
  };
  readonly kernel: number[];
  readonly effective: number[];
}

const reference = JSON.parse(
  readFileSync(new URL("../reference/pymc_marketing/values.json", import.meta.url), "utf8"),
) as { spend: number[]; kernels: ReferenceKernel[] };

function kernelOf({ adstock, parameters }: ReferenceKernel): Kernel {
  const { alpha, theta, lam, k, type, l_max: lMax, normalize } = parameters;
  switch (adstock) {
    case "geometric":
      return geometricKernel(alpha, lMax, normalize);
    case "delayed":
      return delayedKernel(alpha, theta, lMax, normalize);
    case "weibull":
      return (type === "PDF" ? weibullPdfKernel : weibullCdfKernel)(lam, k, lMax, normalize);
  }
}

function expectNear(got: ArrayLike<number>, expected: readonly number[]): void {
  expected.forEach((value, i) => {
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(1e-13 * Math.abs(value) + 1e-15);
  });
}

describe("kernels agree with PyMC-Marketing", () => {
  it.each(reference.kernels.map((one) => ({ ...one, settings: JSON.stringify(one.parameters) })))(
    "$adstock $settings",
    (one) => {
      const kernel = kernelOf(one);
      // The response to one unit of spend is the kernel, then nothing.
      expectNear([...kernel, ...new Array<number>(one.kernel.length - kernel.length).fill(0)], one.kernel);
      expectNear(applyKernel(reference.spend, kernel), one.effective);
    },
  );
});

describe("kernels worked out by hand", () => {
  it("geometric: powers of alpha, and their shares", () => {
    expect([...geometricKernel(0.5, 3, false)]).toEqual([1, 0.5, 0.25]);
    expect([...geometricKernel(0.5, 2, true)]).toEqual([2 / 3, 1 / 3]);
    expect([...geometricKernel(0, 3, true)]).toEqual([1, 0, 0]);
    expect([...geometricKernel(1, 4, true)]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it("delayed: alpha to the squared distance from the peak", () => {
    expect([...delayedKernel(0.5, 1, 3, false)]).toEqual([0.5, 1, 0.5]);
    expect([...delayedKernel(0.5, 1, 3, true)]).toEqual([0.25, 0.5, 0.25]);
    expectNear(delayedKernel(0.25, 0.5, 2, false), [Math.SQRT1_2, Math.SQRT1_2]);
  });

  it("Weibull density with k = 1 is exponential, drawn out from 0 to 1", () => {
    const kernel = weibullPdfKernel(1, 1, 3, false);
    const [a, b, c] = [Math.exp(-1), Math.exp(-2), Math.exp(-3)];
    expectNear(kernel, [1, (b - c) / (a - c), 0]);
  });

  it("Weibull survival with k = 1 keeps e^{−l/lam} of what is left at lag l", () => {
    expectNear(weibullCdfKernel(2, 1, 2, false), [1, Math.exp(-0.5), Math.exp(-1.5)]);
    expect(weibullCdfKernel(2, 1, 2, false)).toHaveLength(3);
  });

  it("are applied to this period and those before it", () => {
    expect([...applyKernel([8, 0, 4], Float64Array.of(1, 0.5))]).toEqual([8, 4, 4]);
  });
});

describe("properties of kernels", () => {
  const spends = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
  const alpha = fc.double({ min: 0, max: 0.95, noNaN: true });
  const shape = fc.double({ min: 0.2, max: 5, noNaN: true });
  const length = fc.integer({ min: 2, max: 20 });
  const normalised = fc.oneof(
    fc.tuple(alpha, length).map(([a, n]) => geometricKernel(a, n, true)),
    fc.tuple(alpha, shape, length).map(([a, theta, n]) => delayedKernel(Math.max(a, 0.1), theta, n, true)),
    // Densities that differ in double precision: no more than a few scales from the peak.
    fc.tuple(shape, shape, length).map(([lam, k, n]) => weibullPdfKernel(lam + 1, Math.min(k, 3), n, true)),
    fc.tuple(shape, shape, length).map(([lam, k, n]) => weibullCdfKernel(lam, k, n, true)),
  );

  it("weights are shares: none negative, their sum 1", () => {
    fc.assert(
      fc.property(normalised, (kernel) => {
        expect(kernel.every((weight) => weight >= 0)).toBe(true);
        expect(Math.abs(kernel.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-14);
      }),
    );
  });

  it("leave spend that is held steady unchanged from the kernel's length on", () => {
    fc.assert(
      fc.property(normalised, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (kernel, spend) => {
        const effective = applyKernel(new Array<number>(kernel.length + 3).fill(spend), kernel);
        for (const value of effective.subarray(kernel.length - 1)) {
          expect(Math.abs(value - spend)).toBeLessThanOrEqual(1e-13 * spend);
        }
      }),
    );
  });

  it("a geometric kernel as long as the series is geometric adstock", () => {
    fc.assert(
      fc.property(spends, alpha, (spend, a) => {
        const byKernel = applyKernel(spend, geometricKernel(a, spend.length, false));
        const recursive = geometricAdstock(spend, a);
        byKernel.forEach((value, t) => {
          expect(Math.abs(value - recursive[t]!)).toBeLessThanOrEqual(1e-13 * recursive[t]!);
        });
      }),
    );
  });
});

describe("what has no kernel", () => {
  it("is NaN where all weights are nothing", () => {
    expect([...delayedKernel(0, 0.5, 2, true)]).toEqual([NaN, NaN]);
    expect([...weibullPdfKernel(1e-3, 5, 3, false)]).toEqual([NaN, NaN, NaN]);
  });

  it("spreads an unknown spend as far as the kernel reaches", () => {
    expect([...applyKernel([1, NaN, 1, 1], Float64Array.of(1, 0.5))]).toEqual([1, NaN, NaN, 1.5]);
  });

  it.each([
    ["adstock alpha is -0.1", () => geometricKernel(-0.1, 3, true)],
    ["adstock alpha is 1.1", () => delayedKernel(1.1, 0, 3, true)],
    ["adstock alpha is NaN", () => geometricKernel(NaN, 3, true)],
    ["adstock theta is -1", () => delayedKernel(0.5, -1, 3, true)],
    ["adstock theta is NaN", () => delayedKernel(0.5, NaN, 3, true)],
    ["adstock lMax is 0", () => geometricKernel(0.5, 0, true)],
    ["adstock lMax is 2.5", () => delayedKernel(0.5, 0, 2.5, true)],
    ["adstock lMax is 1, expected a whole number of at least 2", () => weibullPdfKernel(1, 1, 1, true)],
    ["adstock lam is 0", () => weibullPdfKernel(0, 1, 3, true)],
    ["adstock k is Infinity", () => weibullCdfKernel(1, Infinity, 3, true)],
  ])("%s is refused", (message, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });
});
