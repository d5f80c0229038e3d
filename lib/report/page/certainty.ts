import { certaintyColumns, certaintySentences, changeSentences, comparedColumns } from "../certainty.ts";
import { paragraph } from "./inline.ts";
import type { Told } from "./recommendation.ts";
import { table } from "./table.ts";

/** How sure the recommendation is, and what would change it; nothing where no plans were made over the draws. */
export function certaintySection({ decision, wording }: Told): string {
  const { certainty, compared, results } = decision;
  if (certainty === null || compared === null) return "";
  const names = results.map(({ channel }) => channel);
  const channel = (row: { readonly channel: string }) => names.indexOf(row.channel);
  return `<section id="certainty" aria-labelledby="certainty-title">
<h2 id="certainty-title">How sure is this</h2>
${certaintySentences(certainty, wording).map(paragraph).join("\n")}
${table("How far each channel's spend follows from the draws", certaintyColumns(wording), certainty.channels, { channel })}
${table("Plans compared on the same draws; gains are against current spend in the same draw", comparedColumns(wording), compared, { isDense: true })}
<h3>What would change the decision</h3>
${changeSentences(certainty, compared, wording).map(paragraph).join("\n")}
</section>`;
}
