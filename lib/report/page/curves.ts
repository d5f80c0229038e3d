import { CURVE_COLUMNS, chosenFits, returnColumns } from "../evidence.ts";
import { figure } from "./figure.ts";
import type { PageFacts } from "./facts.ts";
import type { Told } from "./recommendation.ts";
import { curvesSpeech } from "./speech.ts";
import { table } from "./table.ts";

/** Where a channel stands on its curve. */
function positions({ decision: { results } }: Told, { curves }: Pick<PageFacts, "curves">) {
  return results.map((row) => ({
    channel: row.channel,
    current_spend: row.current_spend,
    optimised_spend: row.optimised_spend,
    max_observed_spend:
      curves.channels.find(({ channel }) => channel === row.channel)?.max_observed_spend ?? null,
    current_contribution: row.current_contribution,
    optimised_contribution: row.optimised_contribution,
    current_marginal: row.current_marginal,
    optimised_marginal: row.optimised_marginal,
    beyond_observed: row.beyond_observed,
  }));
}

/** The curves with their bands, where current and optimised spend stand on them, and what they are fitted to. */
export async function curvesSection(
  told: Told,
  { curves, fits, returns }: Pick<PageFacts, "curves" | "fits" | "returns">,
): Promise<string> {
  const { pictures, wording, words, decision } = told;
  const names = decision.results.map(({ channel }) => channel);
  const channel = (row: { readonly channel: string }) => {
    const at = names.indexOf(row.channel);
    return at < 0 ? null : at;
  };
  const chart = {
    id: "curves",
    spec: pictures.curves,
    speech: curvesSpeech(words, decision.results),
    data: {
      file: "response_curves.csv",
      schema: "optimization_results",
      rows: pictures.curvePoints,
      caption: "Where current and optimised spend stand on the curves",
      shown: positions(told, { curves }),
    },
  } as const;
  return `<section id="curves" aria-labelledby="curves-title">
<h2 id="curves-title">Response curves and where we are on them</h2>
<p>Each curve says what a channel is expected to bring at each level of spend. Where it is steep, more money works; where it is flat, less does nearly as much. The ring is today, the dot the recommendation; beyond the shaded range nobody has tried.</p>
${await figure(chart, wording)}
<details><summary>What each channel brought</summary>
${table("Posterior mean and 94 % interval over all periods", returnColumns(wording), returns, { channel })}
</details>
<details><summary>The fitted curves</summary>
${table("The curve chosen for each channel", CURVE_COLUMNS, chosenFits(fits), { channel })}
</details>
</section>`;
}
