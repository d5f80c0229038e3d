const EN = "en-GB";

/** Money or target units for people: three or more significant digits, thousands separated. */
export function amount(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString(EN, { minimumFractionDigits: 0, maximumFractionDigits: digits });
}

/** An amount with its sign. */
export function signedAmount(value: number): string {
  return `${value < 0 ? "−" : "+"}${amount(Math.abs(value))}`;
}

/** A fraction as per cent. */
export function percent(fraction: number, digits = 1): string {
  return `${(100 * fraction).toLocaleString(EN, { minimumFractionDigits: digits, maximumFractionDigits: digits })} %`;
}

export function signedPercent(fraction: number, digits = 1): string {
  return `${fraction < 0 ? "−" : "+"}${percent(Math.abs(fraction), digits)}`;
}

/** A statistic: four significant digits, with the sign of every other number here. */
export function statistic(value: number): string {
  return String(Number(value.toPrecision(4))).replace(/^-/, "−");
}
