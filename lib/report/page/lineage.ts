import { VERSION } from "../../package-info.ts";
import { CAUSAL_CAVEAT, INPUT_COLUMNS, assumptions, lineageSentence } from "../assumptions.ts";
import { escapeMarkdown } from "../markdown.ts";
import { amount } from "../numbers.ts";
import type { PageFacts } from "./facts.ts";
import { list, paragraph } from "./inline.ts";
import { table } from "./table.ts";

/** What the recommendation takes for granted, and what cannot be concluded from it. */
export function assumptionsSection({ decision, wording }: PageFacts): string {
  const rests =
    decision === null ? "" : `<h3>What this rests on</h3>${list(assumptions(decision.summary, wording))}`;
  return `<section id="assumptions" aria-labelledby="assumptions-title">
<h2 id="assumptions-title">Assumptions and caveat</h2>
<div class="caveat"><h3>Cause and effect</h3>${paragraph(CAUSAL_CAVEAT)}</div>
${rests}
</section>`;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Where the numbers come from: inputs and their hashes, the model, versions, and what this run was asked to do. */
export function lineageSection({ metadata, model }: PageFacts): string {
  const { config_sha256, policy, policy_sha256, seed, pipeline, inputs } = metadata;
  const writer = `${model.writer}${model.writer_version === null ? "" : ` ${model.writer_version}`}`;
  const facts: Fact[] = [
    { name: "Pipeline", value: escapeMarkdown(pipeline) },
    { name: "Sluice", value: VERSION },
    { name: "Model written by", value: escapeMarkdown(writer) },
    { name: "Posterior", value: `${amount(model.chains)} chains of ${amount(model.draws)} draws` },
    { name: "Model file", value: `\`${model.sha256}\`` },
    { name: "Resolved configuration", value: `\`${config_sha256}\`` },
    { name: `Policy ${escapeMarkdown(policy)}`, value: `\`${policy_sha256}\`` },
    { name: "Seed", value: String(seed) },
  ];
  const columns = [
    { title: "What", cell: ({ name }: Fact) => name },
    { title: "Value", cell: ({ value }: Fact) => value },
  ];
  return `<section id="lineage" aria-labelledby="lineage-title">
<h2 id="lineage-title">Where the numbers come from</h2>
${table("Input files", INPUT_COLUMNS, inputs)}
${table("This run", columns, facts)}
${paragraph(lineageSentence(config_sha256, policy))}
</section>`;
}
