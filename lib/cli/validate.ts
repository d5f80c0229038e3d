import { resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { InputError } from "../errors.ts";
import { openPosterior } from "../posterior/open.ts";
import { reconcile } from "../posterior/reconcile.ts";
import { planOrder } from "../pipeline/plan.ts";
import { checkOptions } from "../pipeline/run.ts";
import { loadPipeline } from "../pipeline/sources.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { overridesOf, type PipelineOptions } from "./pipeline-options.ts";

/** `sluice validate`: the pipeline file and everything it names, without running a stage. */
export async function validateCommand(
  file: string,
  options: CommonOptions & PipelineOptions,
  { cwd, terminal, now }: Context,
): Promise<number> {
  const pipeline = await loadPipeline(resolve(cwd, file), overridesOf(options, cwd), now());
  const { model, dataset } = pipeline.sources;
  const sorted = planOrder([...stages, ...pipeline.customStages]);
  // Where a command is to fit the model there is none yet to look into.
  const posterior = model.file === null ? null : await openPosterior(model.file.absolutePath, model.mapping);
  try {
    const problems = [
      ...checkOptions(sorted, pipeline),
      ...(posterior === null ? [] : reconcile(posterior, dataset)),
    ];
    if (problems.length > 0) throw new InputError(problems);
    const facts = {
      status: "valid",
      pipeline: pipeline.sources.config.pipeline,
      policy: pipeline.sources.policy.name,
      periods: dataset.dates.length,
      channels: posterior?.channels ?? dataset.channels.map(({ name }) => name),
      chains: posterior?.chains ?? null,
      draws: posterior?.draws ?? null,
    };
    if (options.json) terminal.out(JSON.stringify(facts, null, 2));
    else {
      terminal.out(`${terminal.styleOut("green", "valid")}: ${file}`);
      terminal.out(
        `  data   ${dataset.dates.length} periods, ${dataset.dates.at(0) ?? ""} to ${dataset.dates.at(-1) ?? ""}; target ${dataset.target.name}`,
      );
      terminal.out(
        posterior === null
          ? "  model  fitted by a command when the pipeline runs"
          : `  model  ${posterior.writer.name}, ${posterior.chains} chains × ${posterior.draws} draws; channels ${posterior.channels.join(", ")}`,
      );
      terminal.out(`  policy ${pipeline.sources.policy.name}`);
    }
    return EXIT.done;
  } finally {
    posterior?.close();
  }
}
