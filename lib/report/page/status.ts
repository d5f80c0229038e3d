import type { Check } from "../../gates/catalogue.ts";
import type { SchemaTypes } from "../../schema/generated.ts";

type Status = Check["status"] | SchemaTypes["gates"]["adequacy"];

const MARK: Readonly<Record<Status, string>> = {
  pass: "✓",
  warn: "!",
  waived: "✗",
  fail: "✗",
  skipped: "–",
};

/** A verdict as a sign, a word and a colour: none of them alone. */
export function statusChip(status: Status): string {
  return `<span class="status ${status}"><span aria-hidden="true">${MARK[status]}</span> ${status}</span>`;
}
