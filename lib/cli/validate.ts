import { resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { selectCells } from "../config/matrix.ts";
import { InputError, PlanError, type Problem } from "../errors.ts";
import { openPosterior } from "../posterior/open.ts";
import { reconcile } from "../posterior/reconcile.ts";
import { planOrder } from "../pipeline/plan.ts";
import { checkOptions } from "../pipeline/run.ts";
import { loadPipeline, readWithSettings, type LoadedPipeline } from "../pipeline/sources.ts";
import type { CommonOptions, Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";
import { overridesOf, type PipelineOptions } from "./pipeline-options.ts";

/** `sluice validate`: the pipeline file and everything it names, without running a stage. */
export async function validateCommand(
  file: string,
  options: CommonOptions & PipelineOptions,
  { cwd, terminal, now }: Context,
): Promise<number> {
  const path = resolve(cwd, file);
  const overrides = overridesOf(options, cwd);
  const read = await readWithSettings(path, overrides);
  const chosen = selectCells(read.cells, options.cell ?? []);
  if (read.cells.length === 0) {
    const facts = await factsOf(await loadPipeline(path, { ...overrides, read }, now()));
    if (options.json) terminal.out(JSON.stringify(plain(facts), null, 2));
    else tell(facts, file, terminal);
    return EXIT.done;
  }
  const all: CellFacts[] = [];
  for (const cell of chosen) {
    const found = loadPipeline(path, { ...overrides, read, cell }, now()).then(factsOf);
    all.push(
      await found.then(
        (facts) => ({ cell: cell.name, facts, problems: [] }),
        (error: unknown) => {
          if (!(error instanceof InputError) && !(error instanceof PlanError)) throw error;
          return { cell: cell.name, facts: null, problems: error.problems };
        },
      ),
    );
  }
  if (options.json) terminal.out(JSON.stringify(all.map(cellDocument), null, 2));
  else for (const one of all) tellCell(one, terminal);
  return all.every(({ problems }) => problems.length === 0) ? EXIT.done : EXIT.invalid;
}

/** What is said of a valid pipeline. */
type Facts = Awaited<ReturnType<typeof factsOf>>;

interface CellFacts {
  readonly cell: string;
  readonly facts: Facts | null;
  readonly problems: readonly Problem[];
}

function plain({ status, pipeline, policy, periods, channels, chains, draws }: Facts) {
  return { status, pipeline, policy, periods, channels, chains, draws };
}

function cellDocument({ cell, facts, problems }: CellFacts) {
  return facts === null ? { cell, status: "invalid", problems } : { cell, ...plain(facts) };
}

function tellCell({ cell, facts, problems }: CellFacts, terminal: Terminal): void {
  if (facts !== null) tell(facts, cell, terminal);
  else terminal.out(`${terminal.styleOut("red", "invalid")}: ${cell}`);
  for (const { what, where, fix } of problems) terminal.out(`  ${where}: ${what}\n    fix: ${fix}`);
}

function tell(facts: Facts, name: string, terminal: Terminal): void {
  const { periods, first_date, last_date, target, channels, chains, draws, writer, policy } = facts;
  terminal.out(`${terminal.styleOut("green", "valid")}: ${name}`);
  terminal.out(`  data   ${periods} periods, ${first_date} to ${last_date}; target ${target}`);
  terminal.out(
    writer === null
      ? "  model  fitted by a command when the pipeline runs"
      : `  model  ${writer}, ${chains ?? 0} chains × ${draws ?? 0} draws; channels ${channels.join(", ")}`,
  );
  terminal.out(`  policy ${policy}`);
}

async function factsOf(pipeline: LoadedPipeline) {
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
    return {
      status: "valid",
      pipeline: pipeline.sources.config.pipeline,
      policy: pipeline.sources.policy.name,
      periods: dataset.dates.length,
      channels: posterior?.channels ?? dataset.channels.map(({ name }) => name),
      chains: posterior?.chains ?? null,
      draws: posterior?.draws ?? null,
      writer: posterior?.writer.name ?? null,
      first_date: dataset.dates.at(0) ?? "",
      last_date: dataset.dates.at(-1) ?? "",
      target: dataset.target.name,
    };
  } finally {
    posterior?.close();
  }
}
