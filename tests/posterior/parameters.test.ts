import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Slab } from "../../lib/posterior/hdf5.ts";
import { openInferenceData, type InferenceData, type Variable } from "../../lib/posterior/inference-data.ts";
import { scalarsOfVariable } from "../../lib/posterior/parameters.ts";
import { slabsOf } from "../../lib/posterior/slabs.ts";
import { counting, storedDraft } from "./synthetic.ts";

const sizeOf = ({ count }: Slab) => count.reduce((product, length) => product * length, 1);

/** Places of an array that a slab covers, counted in row-major order. */
function placesOf({ start, count }: Slab, lengths: readonly number[]): number[] {
  return lengths.reduce<number[]>(
    (places, length, axis) =>
      places.flatMap((place) =>
        Array.from({ length: count[axis]! }, (_, i) => place * length + start[axis]! + i),
      ),
    [0],
  );
}

describe("slabs", () => {
  it("by hand: the last axes whole, one axis in parts, those before it a place at a time", () => {
    expect([...slabsOf([2, 3, 4], 8, null)]).toEqual([
      { start: [0, 0, 0], count: [1, 2, 4] },
      { start: [0, 2, 0], count: [1, 1, 4] },
      { start: [1, 0, 0], count: [1, 2, 4] },
      { start: [1, 2, 0], count: [1, 1, 4] },
    ]);
    expect([...slabsOf([], 8, null)]).toEqual([{ start: [], count: [] }]);
    // Blocks of three in the file: five would fit, three are taken.
    expect([...slabsOf([7], 5, [3])].map(({ count }) => count)).toEqual([[3], [3], [1]]);
  });

  it("cover every place once and in order, with no more places each than asked for", () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
    const chunks = fc.option(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }), {
      nil: null,
    });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 60 }), chunks, (given, most, blocks) => {
        const slabs = [...slabsOf(given, most, blocks?.slice(0, given.length) ?? null)];
        const total = given.reduce((product, length) => product * length, 1);
        expect(slabs.flatMap((slab) => placesOf(slab, given))).toEqual([...Array(total).keys()]);
        for (const slab of slabs) expect(sizeOf(slab)).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe("the scalars of a variable", () => {
  /** A variable whose first axis is no sample's, over 2 chains of 3 draws. */
  const shape = [4, 2, 3, 5];
  const opened = async (): Promise<{ data: InferenceData; variable: Variable }> => {
    const path = await storedDraft(({ groups }) => {
      const { coords, variables } = groups["posterior"]!;
      groups["posterior"] = {
        coords: {
          ...coords,
          geo: { data: ["a", "b", "c", "d"] },
          media: { data: ["v", "w", "x", "y", "z"] },
        },
        variables: {
          ...variables,
          beta: { dims: ["geo", "chain", "draw", "media"], shape, data: counting(...shape) },
        },
      };
    });
    const data = await openInferenceData(path);
    return { data, variable: data.variable("posterior", "beta")! };
  };

  it("are the same however few of them are read at a time, and no more than that", async () => {
    const { data, variable } = await opened();
    const whole = [...scalarsOfVariable(data, variable)];
    expect(whole.map(({ name }) => name).slice(3, 7)).toEqual([
      "beta[a, y]",
      "beta[a, z]",
      "beta[b, v]",
      "beta[b, w]",
    ]);
    // Row-major (geo, chain, draw, media): the second of each five, thirty further for the second geo.
    expect(whole[6]!.chains.map((chain) => [...chain])).toEqual([
      [32, 37, 42],
      [47, 52, 57],
    ]);
    for (const valuesPerRead of [1, 6, 13, 30, 45, 120]) {
      const reads: number[] = [];
      const watched: Variable = {
        ...variable,
        values: (slab) => {
          const values = variable.values(slab);
          reads.push(values.length);
          return values;
        },
      };
      expect([...scalarsOfVariable(data, watched, valuesPerRead)]).toEqual(whole);
      expect(Math.max(...reads)).toBeLessThanOrEqual(Math.max(6, valuesPerRead));
      expect(reads.reduce((total, count) => total + count, 0)).toBe(120);
    }
    data.close();
  });

  it("are read as they are asked for", async () => {
    const { data, variable } = await opened();
    let reads = 0;
    const watched: Variable = { ...variable, values: (slab) => (reads++, variable.values(slab)) };
    const scalars = scalarsOfVariable(data, watched, 6);
    expect(reads).toBe(0);
    const [first] = scalars;
    expect(first?.name).toBe("beta[a, v]");
    expect(reads).toBe(1);
    data.close();
  });
});
