/** An amount in words, without the noise of binary fractions. */
export function amount(value: number): string {
  return String(Number(value.toPrecision(10)));
}

/** Share of the scale to which amounts found by a search are stated. */
const FOUND_DIGITS = 1e-5;

/** An amount in words that was searched for among amounts of some scale, to the digits that the search vouches for. */
export function found(value: number, scale: number): string {
  const step = 10 ** Math.floor(Math.log10(FOUND_DIGITS * scale));
  return amount(Math.round(value / step) * step);
}

/** 0, 1, …, n − 1. */
export function indices(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}
