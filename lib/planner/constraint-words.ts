import type { ConstraintName } from "../optimise/constraint.ts";
import { amount, percent } from "../report/numbers.ts";
import type { PlannerData } from "./model.ts";
import { brief } from "./names.ts";

const KIND: Readonly<Record<ConstraintName["kind"], string>> = {
  budget_total: "total budget",
  budget_period: "budget",
  budget_group: "budget of the group",
  last_spend: "spend that the plan starts from",
  lower: "least",
  upper: "most",
  ramp_absolute_up: "largest rise",
  ramp_absolute_down: "largest fall",
  ramp_percentage_up: "largest rise",
  ramp_percentage_down: "largest fall",
};

/** A limit in words: whose, which, when and how much. */
export function constraintWords({ words }: PlannerData, limit: ConstraintName): string {
  const whose = limit.channel ?? limit.group ?? null;
  const isShare = limit.kind.startsWith("ramp_percentage");
  const size = isShare ? percent(limit.limit) : `${amount(limit.limit)} ${brief(words.money, 24)}`;
  const when = limit.period === null || limit.period === 0 ? "" : `, ${words.period} ${limit.period}`;
  return `${whose === null ? "" : `${brief(whose)}: `}${KIND[limit.kind]} ${size}${when}`;
}
