import type { Period } from "./dates.ts";
import { ratio } from "./format.ts";
import { displayName } from "./names.ts";

/** Units that a chart's axes and sentences carry. */
export interface ChartUnits {
  /** Currency code or sign of spend, `EUR`; null when it is not known. */
  readonly currency: string | null;
  /** Unit of the target and so of contribution, `EUR revenue`, `sales`; null when it is not known. */
  readonly contributionUnit: string | null;
  /** Length of one period. */
  readonly period: Period;
}

/** `Spend (EUR / week)`, or `Spend per week` when the currency is unknown. */
export function spendTitle({ currency, period }: ChartUnits): string {
  return currency === null ? `Spend per ${period}` : `Spend (${displayName(currency)} / ${period})`;
}

/** `Contribution (sales / week)`, or `Contribution per week` when the target's unit is unknown. */
export function contributionTitle({ contributionUnit, period }: ChartUnits): string {
  return contributionUnit === null
    ? `Contribution per ${period}`
    : `Contribution (${displayName(contributionUnit)} / ${period})`;
}

/** `Total budget (EUR / week)`, or `Total budget per week` when the currency is unknown. */
export function budgetTitle({ currency, period }: ChartUnits): string {
  return currency === null
    ? `Total budget per ${period}`
    : `Total budget (${displayName(currency)} / ${period})`;
}

/** What the next bit of money is called in a sentence: `one more EUR`, or `one more unit of spend`. */
export function oneMore({ currency }: ChartUnits): string {
  return `one more ${currency === null ? "unit of spend" : displayName(currency)}`;
}

/** `Marginal return (sales per EUR)`, with `contribution` and `unit of spend` for what is unknown. */
export function marginalReturnTitle({ currency, contributionUnit }: ChartUnits): string {
  const gained = contributionUnit === null ? "contribution" : displayName(contributionUnit);
  return `Marginal return (${gained} per ${currency === null ? "unit of spend" : displayName(currency)})`;
}

/** A marginal return to two digits; none at all is `0`. */
export function returnText(value: number): string {
  return value === 0 ? "0" : ratio(value);
}

/** An amount of contribution in a sentence: `0.74 sales`, or `EUR 0.74` when contribution is money too; to two digits. */
export function contributionAmount(value: number, { currency, contributionUnit }: ChartUnits): string {
  if (contributionUnit === null) return returnText(value);
  const unit = displayName(contributionUnit);
  return contributionUnit === currency
    ? `${unit}\u00a0${returnText(value)}`
    : `${returnText(value)}\u00a0${unit}`;
}
