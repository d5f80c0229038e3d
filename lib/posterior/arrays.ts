import type { Chains } from "../draws/chains.ts";

function strides(shape: readonly number[]): number[] {
  const out = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    out[axis] = (out[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return out;
}

/** Values of a row-major array with its axes in another order: `order[i]` is the old place of new axis i. */
export function transposed(
  values: Float64Array,
  shape: readonly number[],
  order: readonly number[],
): Float64Array {
  if (order.every((axis, i) => axis === i)) return values;
  const old = strides(shape);
  const lengths = Int32Array.from(order, (axis) => shape[axis] ?? 1);
  const steps = Int32Array.from(order, (axis) => old[axis] ?? 1);
  const index = new Int32Array(lengths.length);
  const out = new Float64Array(values.length);
  for (let to = 0, from = 0; to < out.length; to++) {
    out[to] = values[from] ?? NaN;
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      const [length, step, next] = [lengths[axis] ?? 1, steps[axis] ?? 0, (index[axis] ?? 0) + 1];
      from += step;
      index[axis] = next;
      if (next < length) break;
      from -= step * length;
      index[axis] = 0;
    }
  }
  return out;
}

/** Multiplies every value by a factor, in place; gives the same array. */
export function scaleInPlace(values: Float64Array, factor: number): Float64Array {
  if (factor === 1) return values;
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? NaN) * factor;
  return values;
}

/** Elements offset, offset + width, offset + 2 width and so on. */
export function everyNth(values: Float64Array, width: number, offset: number): Float64Array {
  const out = new Float64Array(values.length / width);
  for (let i = 0; i < out.length; i++) out[i] = values[i * width + offset] ?? NaN;
  return out;
}

/** Values of shape (chain, draw) as one array per chain. */
export function splitChains(values: Float64Array, chains: number): Chains {
  const draws = values.length / chains;
  return Array.from({ length: chains }, (_, chain) => values.slice(chain * draws, (chain + 1) * draws));
}
