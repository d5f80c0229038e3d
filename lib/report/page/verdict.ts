import { failedChecks } from "../../gates/remedies.ts";
import { usedWaivers } from "../../gates/waivers.ts";
import { FAILED_COLUMNS, remedies, signature, verdictSentence } from "../evidence.ts";
import { inline, list, paragraph } from "./inline.ts";
import type { PageFacts } from "./facts.ts";
import { statusChip } from "./status.ts";
import { table } from "./table.ts";

/** Every gate with its question and verdict. */
export function gateList({ gates }: PageFacts["verdict"]): string {
  const items = gates.map(
    ({ gate, question, status }) =>
      `<li><span class="gate">${gate}</span> <span>${inline(question)}</span> ${statusChip(status)}</li>`,
  );
  return `<ul class="gates">${items.join("")}</ul>`;
}

/** May this be used? The first thing that a reader sees, with the gates that say so. */
export function verdictSection({ verdict, blocked }: Pick<PageFacts, "verdict" | "blocked">): string {
  const status = blocked === null ? verdict.adequacy : "fail";
  const used = usedWaivers(verdict);
  const waivers = blocked !== null || used.length === 0 ? "" : list(used.map(signature));
  return `<section id="verdict" class="verdict ${status}" aria-labelledby="verdict-title">
<h2 id="verdict-title">May this be used?</h2>
<p class="answer">${inline(verdictSentence(verdict, blocked !== null))}</p>
${waivers}
<details${status === "pass" ? "" : " open"}><summary>The ${verdict.gates.length} gates</summary>${gateList(verdict)}</details>
</section>`;
}

/** Why there is no recommendation, and what to do. */
export function blockedSection({ blocked }: Pick<PageFacts, "blocked">): string {
  if (blocked === null) return "";
  const checks = failedChecks(blocked);
  const refused =
    blocked.waivers.length === 0
      ? ""
      : `<h3>Waivers that did not open it</h3>${list(blocked.waivers.map(signature))}`;
  return `<section id="blocked" aria-labelledby="blocked-title">
<h2 id="blocked-title">Why there is no recommendation</h2>
${paragraph(escapeOnce(blocked.message))}
${table("What failed", FAILED_COLUMNS, checks)}
${refused}
<h3>What to do</h3>
${list(remedies(checks))}
</section>`;
}

const escapeOnce = (text: string) => text.replace(/[\\`*]/g, "\\$&");
