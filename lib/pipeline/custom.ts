import { readFile, stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { stageOf, type Artefact } from "../artefacts/artefact.ts";
import { blockedArtefact } from "../artefacts/blocked.ts";
import {
  canHaveSchema,
  ownSchema,
  programArtefact,
  valueArtefact,
  type OwnSchema,
} from "../artefacts/declared.ts";
import { fileArtefact } from "../artefacts/file.ts";
import { fingerprintFile } from "../artefacts/hash.ts";
import { insideProject } from "../config/paths.ts";
import { readText } from "../config/text.ts";
import { InputError, StageError } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { meantOr } from "../schema/nearest.ts";
import { parse } from "../schema/parse.ts";
import { isPlainObject } from "../schema/plain.ts";
import { formatPath } from "../schema/violations.ts";
import type { Readable, Stage, StageContext, StageId } from "../stage.ts";
import * as catalogue from "../../stages/artefacts.ts";
import { commandIdentity, type Identity } from "./command-identity.ts";

type Declared = SchemaTypes["pipeline"]["custom_stages"];
type Module = SchemaTypes["stage_module"];
type Where = (...path: readonly (string | number)[]) => string;

/** Name of the file for what the program of a stage prints. */
const LOG = "command.log";

/** Sources that a module may read: all but the clock and the machine, which would make it another in every run. */
const SOURCES = [
  "config",
  "labels",
  "title",
  "dataset",
  "model",
  "reports",
  "policy",
  "seed",
  "inputs",
] as const;

/** Artefacts that a module gets as values; of others it gets the path of the file. */
const VALUES = ["application/json", "text/csv", "text/markdown", "text/plain", "application/yaml"];

/** Stages of the team's own, and what each depends on beside what it reads. */
export interface CustomStages {
  readonly stages: readonly Stage[];
  readonly identities: Readonly<Record<StageId, Identity>>;
}

/** One declared stage before its reads are known. */
interface Draft {
  readonly id: StageId;
  readonly identity: Identity;
  readonly artefacts: readonly Artefact<unknown>[];
  /** The stage, once it is known which artefacts there are. */
  readonly finish: (known: ReadonlyMap<string, Artefact<unknown>>) => Stage;
}

const without = (ids: readonly StageId[], id: StageId) => [...new Set(ids)].filter((one) => one !== id);

/** Stages that must have run before: those named, those read from, and the gates where they must be open. */
function needsOf(
  id: StageId,
  named: readonly StageId[],
  paths: readonly string[],
  requires: readonly unknown[],
): StageId[] {
  const verdict = requires.includes("response_curve") ? catalogue.curveGates : catalogue.gates;
  const gated = requires.length > 0 ? [stageOf(verdict)] : [];
  return without([...named, ...paths.map((path) => stageOf({ path })), ...gated], id);
}

function find(path: string, known: ReadonlyMap<string, Artefact<unknown>>, where: string): Artefact<unknown> {
  const artefact = known.get(path);
  if (artefact !== undefined) return artefact;
  const fix = meantOr(
    path,
    [...known.keys()],
    "name an artefact of a stage; docs/reference/generated/artefacts.md lists them",
  );
  throw new InputError({ what: `no stage writes ${path}`, where, fix });
}

async function readOwnSchema(file: string, name: string, path: string, where: string): Promise<OwnSchema> {
  if (!canHaveSchema(name))
    throw new InputError({
      what: `${name} cannot have a schema`,
      where,
      fix: "only .json and .csv files can; leave it out",
    });
  const absolute = await insideProject(file, path, where);
  const text = await readText(absolute);
  try {
    return ownSchema(JSON.parse(text) as unknown, absolute);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new InputError(
      { what: `is not JSON: ${cause.message}`, where: absolute, fix: "correct it" },
      { cause },
    );
  }
}

type CommandStage = Extract<Declared[string], { uses: "command" }>;
type ModuleStage = Exclude<Declared[string], { uses: "command" }>;

const isCommand = (declared: Declared[string]): declared is CommandStage => "command" in declared;

async function draftCommand(id: StageId, declared: CommandStage, file: string, where: Where): Promise<Draft> {
  const identity = await commandIdentity(file, declared.command, (...path) => where("command", ...path));
  const names = Object.keys(declared.writes);
  if (names.includes(LOG))
    throw new InputError({
      what: `${LOG} is for what the program prints`,
      where: where("writes", LOG),
      fix: "name the file otherwise",
    });
  const schemas: Record<string, string> = {};
  const writes: Record<string, Artefact<unknown>> = {};
  for (const [name, { schema: path }] of Object.entries(declared.writes)) {
    const schema =
      path === null ? null : await readOwnSchema(file, name, path, where("writes", name, "schema"));
    if (path !== null) schemas[`file ${path}`] = (await fingerprintFile(resolve(dirname(file), path))).sha256;
    writes[name] = programArtefact(`${id}/${name}`, schema);
  }
  const log = fileArtefact(`${id}/${LOG}`, "text/plain");
  const finish = (known: ReadonlyMap<string, Artefact<unknown>>): Stage => ({
    id,
    title: declared.title ?? id,
    needs: needsOf(id, declared.needs, declared.reads, declared.requires),
    reads: Object.fromEntries(
      declared.reads.map((path, i) => [path, { file: find(path, known, where("reads", i)) }]),
    ),
    readsIfPresent: {},
    writes: { ...writes, [LOG]: log },
    mayWrite: {},
    requires: declared.requires,
    isBrief: false,
    options: null,
    async run(_inputs, _options, context) {
      const request = { options: declared.command, writes: names, reads: declared.reads, log: LOG };
      const { files, log: printed } = await context.command(request);
      return { ...Object.fromEntries(files), [LOG]: printed };
    },
  });
  return { id, identity: { ...identity, ...schemas }, artefacts: [...Object.values(writes), log], finish };
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g;

/** A module and all that it imports by a relative path, in turn. */
async function moduleFiles(entry: string): Promise<string[]> {
  const found = new Set([entry]);
  for (const path of found) {
    const text = await readFile(path, "utf8").catch(() => "");
    for (const [, specifier = ""] of text.matchAll(IMPORT)) found.add(resolve(dirname(path), specifier));
  }
  return [...found];
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}

async function importModule(path: string): Promise<unknown> {
  try {
    const { default: exported } = (await import(pathToFileURL(path).href)) as { default?: unknown };
    return exported;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InputError(
      {
        what: `cannot be loaded: ${reason}`,
        where: path,
        fix: 'correct the file; one that uses export is named .mjs, or lies beside a package.json with "type": "module"',
      },
      { cause },
    );
  }
}

type RunFunction = (inputs: unknown, options: unknown, context: unknown) => unknown;

const isFunction = (value: unknown): value is RunFunction => typeof value === "function";

interface Loaded {
  readonly module: Module;
  readonly run: RunFunction;
}

async function loadModule(path: string, where: string): Promise<Loaded> {
  if (!(await isFile(path)))
    throw new InputError({ what: "is no file", where: path, fix: `correct the path at ${where}` });
  const exported = await importModule(path);
  const fix = "export default { reads, writes, run(inputs, options) { … } }";
  if (!isPlainObject(exported))
    throw new InputError({ what: "exports no stage by default", where: path, fix });
  const { run, ...declared } = exported;
  if (!isFunction(run))
    throw new InputError({ what: "exports a stage without a function run", where: path, fix });
  return { module: parse("stage_module", declared, path), run };
}

function moduleRead(read: string, known: ReadonlyMap<string, Artefact<unknown>>, where: string): Readable {
  if (read === "posterior") return { posterior: catalogue.modelReference };
  const [, name] = /^source:(.*)$/.exec(read) ?? [];
  if (name !== undefined) {
    const source = SOURCES.find((one) => one === name);
    if (source !== undefined) return { source };
    throw new InputError({
      what: `there is no source ${name}`,
      where,
      fix: meantOr(name, SOURCES, `sources are ${SOURCES.join(", ")}`),
    });
  }
  const artefact = find(read, known, where);
  return VALUES.includes(artefact.mediaType) ? artefact : { file: artefact };
}

function checkedOptions(schema: OwnSchema | null, options: object, where: Where): unknown {
  const copy: unknown = structuredClone(options);
  if (schema === null) {
    const [unknown] = Object.keys(options);
    if (unknown === undefined) return copy;
    throw new InputError({
      what: `unknown key "${unknown}"; the stage has no options`,
      where: where("options", unknown),
      fix: "remove it",
    });
  }
  const violations = schema.check(copy);
  if (violations.length > 0)
    throw new InputError(
      violations.map(({ path, what, fix }) => ({
        what,
        where: `${where("options")} (${formatPath(["options", ...path])})`,
        fix,
      })),
    );
  return copy;
}

async function draftModule(id: StageId, declared: ModuleStage, file: string, where: Where): Promise<Draft> {
  const path = await insideProject(file, declared.uses, where("uses"));
  const { module, run } = await loadModule(path, where("uses"));
  const schema = module.options === null ? null : ownSchema(module.options, `${path} (options)`);
  const options = checkedOptions(schema, declared.options, where);
  const artefactsOf = (files: Module["writes"]) =>
    Object.fromEntries(
      Object.entries(files).map(([name, { file: target, schema: document }]) => [
        name,
        valueArtefact(
          `${id}/${target}`,
          document === null ? null : ownSchema(document, `${path} (writes.${name}.schema)`),
        ),
      ]),
    );
  const [writes, mayWrite] = [artefactsOf(module.writes), artefactsOf(module.mayWrite)];
  const files = await moduleFiles(path);
  const identity: Record<string, string> = {};
  for (const one of files)
    if (await isFile(one))
      identity[`file ${relative(dirname(file), one).split(sep).join("/")}`] = (
        await fingerprintFile(one)
      ).sha256;
  const readsOf = (
    reads: Readonly<Record<string, string>>,
    known: ReadonlyMap<string, Artefact<unknown>>,
    part: string,
  ) =>
    Object.fromEntries(
      Object.entries(reads).map(([name, read]) => [
        name,
        moduleRead(read, known, `${path} (${part}.${name})`),
      ]),
    );
  const paths = [...Object.values(module.reads), ...Object.values(module.readsIfPresent)]
    .map((read) => (read === "posterior" ? catalogue.modelReference.path : read))
    .filter((read) => !read.startsWith("source:"));
  const finish = (known: ReadonlyMap<string, Artefact<unknown>>): Stage => ({
    id,
    title: declared.title ?? module.title ?? id,
    needs: needsOf(id, declared.needs, paths, declared.requires),
    reads: readsOf(module.reads, known, "reads"),
    readsIfPresent: readsOf(module.readsIfPresent, known, "readsIfPresent"),
    writes,
    mayWrite,
    requires: declared.requires,
    isBrief: false,
    options: null,
    async run(inputs, _options, context) {
      const lent: Pick<StageContext, "warn" | "closeLater" | "progress"> = {
        progress: (...said) => {
          context.progress(...said);
        },
        warn: (message) => {
          context.warn(message);
        },
        closeLater: (resource) => {
          context.closeLater(resource);
        },
      };
      const outputs = await run(inputs, options, lent);
      return checkOutputs(outputs, Object.keys(writes), Object.keys(mayWrite), path);
    },
  });
  return { id, identity, artefacts: [...Object.values(writes), ...Object.values(mayWrite)], finish };
}

/** What a module returned, under the names that it declares and no others. */
function checkOutputs(
  outputs: unknown,
  writes: readonly string[],
  mayWrite: readonly string[],
  where: string,
): Record<string, unknown> {
  const declared = [...writes, ...mayWrite];
  const returned = isPlainObject(outputs) ? outputs : {};
  const missing = writes
    .filter((name) => returned[name] === undefined || returned[name] === null)
    .map((name) => ({
      what: `run did not return ${name}`,
      where,
      fix: "return it, or declare it under mayWrite",
    }));
  const extra = Object.keys(returned)
    .filter((name) => !declared.includes(name))
    .map((name) => ({
      what: `run returned ${name}, which is not declared`,
      where,
      fix: meantOr(name, declared, "declare it under writes"),
    }));
  if (missing.length + extra.length > 0) throw new StageError([...missing, ...extra]);
  return Object.fromEntries(declared.map((name) => [name, returned[name] ?? null]));
}

function checkNames(declared: Declared, builtIn: readonly StageId[], where: Where): void {
  const problems = Object.keys(declared)
    .filter((id) => builtIn.includes(id))
    .map((id) => ({
      what: `${id} is a stage of Sluice's own`,
      where: where(id),
      fix: "choose another name",
    }));
  if (problems.length > 0) throw new InputError(problems);
}

/**
 * The stages that a pipeline file declares under `custom_stages`, as stages like any other.
 *
 * @throws InputError for a file that is not there or no stage, a schema that is none, a read that no stage writes.
 */
export async function loadCustomStages(
  file: string,
  declared: Declared,
  builtIn: readonly StageId[],
  where: Where,
): Promise<CustomStages> {
  const at: Where = (...path) => where("custom_stages", ...path);
  checkNames(declared, builtIn, at);
  const drafts: Draft[] = [];
  for (const [id, one] of Object.entries(declared)) {
    const here: Where = (...path) => at(id, ...path);
    drafts.push(
      await (isCommand(one) ? draftCommand(id, one, file, here) : draftModule(id, one, file, here)),
    );
  }
  const own = drafts.flatMap(({ artefacts }) => artefacts);
  const shut = blockedArtefact("70_optimisation");
  const all = [...Object.values<Artefact<unknown>>(catalogue), shut, ...own];
  const known = new Map(all.map((artefact) => [artefact.path, artefact]));
  return {
    stages: drafts.map(({ finish }) => finish(known)),
    identities: Object.fromEntries(drafts.map(({ id, identity }) => [id, identity])),
  };
}
