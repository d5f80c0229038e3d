import { displayName } from "./names.ts";

/** No-break space: a number and its unit stay on one line. */
const SPACE = "\u00a0";
const MINUS = "\u2212";
const NOT_AVAILABLE = "n/a";

const SCALES = [
  { size: 1e12, suffix: `${SPACE}tn` },
  { size: 1e9, suffix: `${SPACE}bn` },
  { size: 1e6, suffix: `${SPACE}M` },
  { size: 1e3, suffix: `${SPACE}k` },
  { size: 1, suffix: "" },
];

/**
 * The same numbers on an axis: a Vega expression of the tick's value only, so that no text from outside enters an expression.
 * It divides and rounds as `humanNumber` does, for ticks (which are round numbers already).
 */
export const HUMAN_AXIS_LABEL =
  `abs(datum.value) >= 1e12 ? format(datum.value / 1e12, '.3~r') + '${SPACE}tn' : ` +
  `abs(datum.value) >= 1e9 ? format(datum.value / 1e9, '.3~r') + '${SPACE}bn' : ` +
  `abs(datum.value) >= 1e6 ? format(datum.value / 1e6, '.3~r') + '${SPACE}M' : ` +
  `abs(datum.value) >= 1e3 ? format(datum.value / 1e3, '.3~r') + '${SPACE}k' : format(datum.value, '.3~r')`;

/** Percentages on an axis, of a fraction: 0.5 is `50 %`. */
export const PERCENT_AXIS_LABEL = `format(datum.value * 100, '.3~r') + '${SPACE}%'`;

function withMinus(text: string): string {
  return text.replaceAll("-", MINUS);
}

function significant(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/**
 * A number as a reader says it, to three significant digits: `1.2 M`, `350 k`, `14.8 k`, `0.42`, with a no-break space and a
 * true minus sign. NaN and infinities are `n/a`.
 */
export function humanNumber(value: number): string {
  if (!Number.isFinite(value)) return NOT_AVAILABLE;
  const rounded = Number(value.toPrecision(3));
  const scale = SCALES.find(({ size }) => Math.abs(rounded) >= size);
  if (scale === undefined) return withMinus(String(rounded));
  return withMinus(`${significant(rounded / scale.size, 3)}${scale.suffix}`);
}

/** A return or ratio to two significant digits, with its zeros: `0.80`, `1.2`; from ten on as `humanNumber`. */
export function ratio(value: number): string {
  if (!Number.isFinite(value)) return NOT_AVAILABLE;
  return Math.abs(value) < 9.95 ? withMinus(value.toPrecision(2)) : humanNumber(value);
}

/** A change with its sign: `+1.2 k`, `−350`, and `0` for none. */
export function signedNumber(value: number): string {
  const text = humanNumber(value);
  return value > 0 && text !== NOT_AVAILABLE ? `+${text}` : text;
}

/** A correlation with its sign to two decimals: `+0.83`, `−0.07`, `0.00`; NaN is `n/a`. */
export function signedFixed(value: number): string {
  if (!Number.isFinite(value)) return NOT_AVAILABLE;
  const text = value.toFixed(2);
  if (Number(text) === 0) return "0.00";
  return value > 0 ? `+${text}` : withMinus(text);
}

/** A fraction as a percentage to two significant digits, whole from 10 % on: `8.3 %`, `21 %`, `0.4 %`; NaN is `n/a`. */
export function percent(fraction: number): string {
  if (!Number.isFinite(fraction)) return NOT_AVAILABLE;
  const points = fraction * 100;
  const text = Math.abs(points) >= 10 ? String(Math.round(points)) : significant(points, 2);
  return withMinus(`${text === "-0" ? "0" : text}${SPACE}%`);
}

/** A relative change with its sign: `+8.3 %`, `−21 %`; NaN (a change from zero, say) is `n/a`. */
export function signedPercent(fraction: number): string {
  const text = percent(fraction);
  return fraction > 0 && text !== NOT_AVAILABLE ? `+${text}` : text;
}

/** An amount with its currency in front, `EUR 69.9 k`; the bare number when the currency is unknown. */
export function money(value: number, currency: string | null): string {
  return currency === null ? humanNumber(value) : `${displayName(currency)}${SPACE}${humanNumber(value)}`;
}

/** `1 week`, `52 weeks`. */
export function count(value: number, noun: string): string {
  return `${value}${SPACE}${noun}${value === 1 ? "" : "s"}`;
}
