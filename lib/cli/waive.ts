import { relative, resolve } from "node:path";
import { addWaiver } from "../audit/add-waiver.ts";
import { locateRun } from "../audit/runs.ts";
import { viewRun, type RunView } from "../audit/view.ts";
import { selectCells } from "../config/matrix.ts";
import { readPipelineFile } from "../config/pipeline-file.ts";
import { InputError } from "../errors.ts";
import { GATES, type GateId } from "../gates/catalogue.ts";
import { loadPolicy } from "../gates/policy.ts";
import type { WaiverEntry } from "../gates/waivers-file.ts";
import { MISSING, UNDEFINED, type Accepted } from "../gates/waivers.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";

export interface WaiveOptions extends AuditOptions {
  readonly gate?: string;
  readonly check?: string;
  readonly worst?: readonly string[];
  readonly reason: string;
  readonly approver: string;
  readonly expires: string;
  /** The run whose values are accepted where none is given. */
  readonly run: string;
}

/** A number where it is one, else a level or one of the two words. */
function accepted(text: string): Accepted {
  const value = Number(text);
  return text.trim() !== "" && Number.isFinite(value) ? value : text;
}

function named(text: string): readonly [string, Accepted] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), accepted(text.slice(at + 1))];
  throw new InputError({
    what: `${JSON.stringify(text)} names no check`,
    where: "--worst",
    fix: "for a gate write check=value, once for each of its checks that fail",
  });
}

/** The values that a run found, of the checks that make the gate fail or of the one check. */
function valuesOf(
  { verdict, checks, manifest }: RunView,
  { gate, check }: WaiveOptions,
): [string, Accepted][] {
  const because = verdict?.gates.find((one) => one.gate === gate)?.because ?? [];
  const meant = checks.filter(({ check_id }) =>
    check === undefined ? because.includes(check_id) : check_id === check,
  );
  if (meant.length === 0)
    throw new InputError({
      what: `run ${manifest.run_id} has no failing check of ${check ?? gate ?? "it"} to take a value from`,
      where: check === undefined ? "--gate" : "--check",
      fix: "say the worst value that is accepted with --worst",
    });
  return meant.map(({ check_id, status, value }) => [
    check_id,
    status === "skipped" ? MISSING : (value ?? UNDEFINED),
  ]);
}

async function worstOf(options: WaiveOptions, cwd: string): Promise<WaiverEntry["worst"]> {
  const { check, worst } = options;
  const [first, ...rest] = worst ?? [];
  if (first === undefined) {
    const { run } = await locateRun(options.run, placeOf(options, cwd));
    const values = valuesOf(await viewRun(run), options);
    return check === undefined ? Object.fromEntries(values) : (values[0]?.[1] ?? UNDEFINED);
  }
  if (check === undefined) return Object.fromEntries([first, ...rest].map(named));
  if (rest.length === 0) return accepted(first);
  throw new InputError({ what: "is given twice for one check", where: "--worst", fix: "give it once" });
}

const isGate = (name: string): name is GateId => Object.hasOwn(GATES, name);

function gateOf(gate: string | undefined): GateId | null {
  if (gate === undefined) return null;
  if (isGate(gate)) return gate;
  const what = `there is no gate ${JSON.stringify(gate)}`;
  throw new InputError({ what, where: "--gate", fix: `gates are ${Object.keys(GATES).join(", ")}` });
}

/** `sluice waive`: adds a signed exception to the file beside the pipeline file. */
export async function waiveCommand(options: WaiveOptions, { cwd, terminal, now }: Context): Promise<number> {
  const { gate, check, reason, approver, expires } = options;
  if ((gate === undefined) === (check === undefined))
    throw new InputError({
      what: "names neither or both",
      where: "--gate, --check",
      fix: "give one of them",
    });
  const file = resolve(cwd, options.pipeline);
  const { cells, configOf } = await readPipelineFile(file);
  const chosen = selectCells(cells, options.cell ?? []);
  const { value: config, where } = configOf(chosen[0] ?? null);
  const policy = await loadPolicy(config.policy, file, where("policy"));
  const entry: WaiverEntry = {
    gate: gateOf(gate),
    check: check ?? null,
    worst: await worstOf(options, cwd),
    reason,
    approver,
    expires,
    pipelines: [config.pipeline],
    cells: [...(options.cell ?? [])],
  };
  const written = await addWaiver(file, entry, policy, now().toISOString().slice(0, 10));
  if (options.json)
    terminal.out(JSON.stringify({ status: "written", file: written, waiver: entry }, null, 2));
  else {
    const { worst } = entry;
    const limits =
      typeof worst === "object"
        ? Object.entries(worst).map(([id, one]) => `${id} up to ${one}`)
        : [`up to ${worst}`];
    terminal.out(
      `wrote ${relative(cwd, written) || written}: ${check ?? gate ?? ""} of ${[config.pipeline, ...entry.cells].join(" ")}, ${limits.join(", ")}, by ${approver} until ${expires}`,
    );
    terminal.out(`next: sluice run ${options.pipeline}`);
  }
  return EXIT.done;
}
