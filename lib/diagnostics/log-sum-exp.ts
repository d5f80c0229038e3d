/** ln of the sum of exponentials, without overflow; NaN when a value is NaN, -Infinity for none. */
export function logSumExp(values: Float64Array): number {
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! > greatest) greatest = values[i]!;
  }
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - greatest);
  return sum === 0 ? greatest : greatest + Math.log(sum);
}
