import { decay } from "./decay.ts";

/** ln of the sum of exponentials, without overflow; NaN when a value is NaN, -Infinity for none. */
export function logSumExp(values: Float64Array): number {
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! > greatest) greatest = values[i]!;
  }
  // Subtracting an infinity from itself would make NaN of it; a sum keeps both infinities and NaN.
  if (!Number.isFinite(greatest)) return values.reduce((sum, value) => sum + value, greatest);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += decay(values[i]! - greatest);
  return greatest + Math.log(sum);
}
