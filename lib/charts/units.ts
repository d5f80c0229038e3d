import type { Period } from "./dates.ts";
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
