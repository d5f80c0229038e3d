import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import { fingerprintFile, hashOf } from "../artefacts/hash.ts";
import { cellsOf, oneCellWanted, type Cell } from "../config/matrix.ts";
import type { Config as Located } from "../config/parse-config.ts";
import { insideProject, projectRoot } from "../config/paths.ts";
import { readPipelineFile, type PipelineFile } from "../config/pipeline-file.ts";
import { parseSetting } from "../config/settings.ts";
import { InputError, codeOf } from "../errors.ts";
import { isPolicyFile, loadPolicy } from "../gates/policy.ts";
import { loadWaivers, WAIVERS_FILE, waiversFileOf } from "../gates/waivers-file.ts";
import { VERSION, codeSha256, packageVersions } from "../package-info.ts";
import { readDataset } from "../posterior/dataset.ts";
import type { PosteriorMapping } from "../posterior/posterior.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { meantOr } from "../schema/nearest.ts";
import type { InputFile, Sources, Stage, StageId } from "../stage.ts";
import { commandIdentity, type Identity } from "./command-identity.ts";
import { loadCustomStages } from "./custom.ts";
import { stampOf } from "./input-stamps.ts";

type Config = SchemaTypes["pipeline"];

/** Upstream reports that gate g8 knows how to check. */
const REPORTS = ["convergence_report.json", "calibration_report.json", "pareto_k_summary.json"];

/** A pipeline file with all that it refers to, read and checked. */
export interface LoadedPipeline {
  readonly file: string;
  /** Folder that the run's artefacts lie under: `<artefacts>/<pipeline>/runs`. */
  readonly artefacts: string;
  /** Cell of the matrix; null where there is none. */
  readonly cell: Cell | null;
  readonly sources: Sources;
  /** Stages of the team's own. */
  readonly customStages: readonly Stage[];
  /** What a stage depends on beside its options and what it reads: a command, the files that it names, a module. */
  readonly identities: Readonly<Record<StageId, Identity>>;
  /** What tells that an input file has been written to since it was hashed, by absolute path. */
  readonly stamps: ReadonlyMap<string, string>;
  /** What `--set` put in place of the file's values, as it was typed. */
  readonly settings: readonly string[];
  /** The place of a value in the pipeline file, for messages. */
  readonly where: (...path: readonly (string | number)[]) => string;
  /** Identity of each source: a stage is run anew when one that it reads changes. */
  readonly fingerprints: Readonly<Record<keyof Sources, string>>;
}

/** What the command line may change of a pipeline file. */
export interface Overrides {
  readonly policy?: string;
  readonly artefacts?: string;
  /** Values in place of the file's, `key.path=value`. */
  readonly set?: readonly string[];
  /** Cell of the matrix to read the file for. */
  readonly cell?: Cell;
  /** The file as it was read before, so that all cells are of one reading. */
  readonly read?: PipelineFile;
  /** The whole configuration as an earlier run resolved it, in place of what the file holds now. */
  readonly config?: Config;
}

async function inputFile(
  name: string,
  path: string,
  absolutePath: string,
  where: string,
  stamps: Map<string, string>,
): Promise<InputFile> {
  try {
    // Before the bytes are read, so that a write in between shows.
    stamps.set(absolutePath, await stampOf(absolutePath));
    return { name, path, absolutePath, ...(await fingerprintFile(absolutePath)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new InputError(
        {
          what: `${path} does not exist`,
          where,
          fix: `correct the path under inputs.${name}; it is relative to the folder of the pipeline file`,
        },
        { cause: error },
      );
    }
    if (code === "EISDIR")
      throw new InputError(
        { what: `${path} is a folder`, where, fix: `name the file itself under inputs.${name}` },
        { cause: error },
      );
    if (code === "EACCES")
      throw new InputError(
        { what: `${path} cannot be read`, where, fix: "allow reading it" },
        { cause: error },
      );
    throw error;
  }
}

function toMapping(posterior: Config["posterior"]): PosteriorMapping {
  return {
    contribution: posterior.contribution,
    target: posterior.target,
    baseline: posterior.baseline,
    controlContribution: posterior.control_contribution,
    dateDim: posterior.date_dim,
    channelDim: posterior.channel_dim,
  };
}

/** Upstream reports of a folder by file name; those that are not there are left out. */
export async function readReports(folder: string): Promise<Record<string, unknown>> {
  const entries: [string, unknown][] = [];
  for (const name of REPORTS) {
    try {
      entries.push([name, JSON.parse(await readFile(join(folder, name), "utf8"))]);
    } catch (error) {
      if (error instanceof SyntaxError) {
        throw new InputError(
          {
            what: `is not JSON: ${error.message}`,
            where: join(folder, name),
            fix: "make the report again, or remove it",
          },
          { cause: error },
        );
      }
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  return Object.fromEntries(entries);
}

function environmentNow(now: Date): SchemaTypes["environment"] {
  return {
    started_at: now.toISOString(),
    sluice: VERSION,
    code_sha256: codeSha256(),
    node: process.version,
    platform: process.platform,
    arch: process.arch,
    host: hostname(),
    packages: packageVersions(),
  };
}

function datasetColumns(columns: Config["columns"]) {
  return {
    date: columns.date,
    target: columns.target,
    channels: columns.channels.map((name) => {
      const exposure = columns.exposure[name];
      return { name, spend: columns.spend[name] ?? name, ...(exposure === undefined ? {} : { exposure }) };
    }),
    controls: columns.controls,
  };
}

/** A column given to a channel that is not listed would be read by nobody. */
function checkChannelNames(
  { channels, spend, exposure }: Config["columns"],
  where: LoadedPipeline["where"],
): void {
  const problems = Object.entries({ spend, exposure }).flatMap(([part, columns]) =>
    Object.keys(columns)
      .filter((name) => !channels.includes(name))
      .map((name) => ({
        what: `${JSON.stringify(name)} is no channel`,
        where: where("columns", part, name),
        fix: meantOr(name, channels, `channels are ${channels.join(", ")}`),
      })),
  );
  if (problems.length > 0) throw new InputError(problems);
}

/** A policy file named on the command line, relative to the pipeline file as one named in it would be. */
function overriddenPolicy({ policy }: Overrides, file: string): string | undefined {
  if (policy === undefined || !isPolicyFile(policy)) return policy;
  return relative(dirname(file), policy).split(sep).join("/");
}

/** The folder of the runs, relative to the project's root and never outside it. */
export async function artefactsFolder(file: string, path: string, where: string): Promise<string> {
  return insideProject(join(await projectRoot(file), basename(file)), path, where);
}

/** Reads the settings of the command line and the pipeline file that they change. */
export function readWithSettings(file: string, { set = [] }: Pick<Overrides, "set">): Promise<PipelineFile> {
  return readPipelineFile(file, set.map(parseSetting));
}

/** The configuration of one cell, or of a pipeline without a matrix. */
async function configOf(file: string, overrides: Overrides): Promise<Located<Config>> {
  const { cells, configOf: of } = overrides.read ?? (await readWithSettings(file, overrides));
  if (cells.length === 0 || overrides.cell !== undefined) return of(overrides.cell ?? null);
  const [only, ...others] = cells;
  if (only !== undefined && others.length === 0) return of(only);
  throw new InputError(oneCellWanted(cells, file));
}

/**
 * Reads a pipeline file and everything it names but the posterior's content.
 *
 * @throws InputError for an invalid file, a missing input, a path outside the project, or unusable data.
 */
export async function loadPipeline(file: string, overrides: Overrides, now: Date): Promise<LoadedPipeline> {
  const { value, where } =
    overrides.config === undefined
      ? await configOf(file, overrides)
      : { value: overrides.config, where: () => "config.resolved.yaml" };
  const [cell = null] = value.matrix === null ? [] : cellsOf(value.matrix, where);
  const config: Config = { ...value, policy: overriddenPolicy(overrides, file) ?? value.policy };
  checkChannelNames(config.columns, where);
  const stamps = new Map<string, string>();
  const fingerprinted = (
    ...given: readonly [name: string, path: string, absolutePath: string, where: string]
  ) => inputFile(...given, stamps);
  const input = async (name: "data" | "model", path: string) =>
    fingerprinted(name, path, await insideProject(file, path, where("inputs", name)), where("inputs", name));
  const dataFile = await input("data", config.inputs.data);
  const modelFile = config.inputs.model === null ? null : await input("model", config.inputs.model);
  const custom = await loadCustomStages(file, config.custom_stages, Object.keys(config.stages), where);
  const fit = config.stages["20_model_fit"].command;
  const fitIdentity = await (fit === null
    ? {}
    : commandIdentity(file, fit, (...path) => where("stages", "20_model_fit", "command", ...path)));
  const policyWhere = overrides.policy === undefined ? where("policy") : "--policy";
  const policy = await loadPolicy(config.policy, file, policyWhere);
  const waiversFile = await waiversFileOf(file);
  const folder = config.inputs.reports;
  const reportsAt = folder === null ? null : await insideProject(file, folder, where("inputs", "reports"));
  const reports = reportsAt === null ? {} : await readReports(reportsAt);
  const inputs = [
    dataFile,
    ...(modelFile === null ? [] : [modelFile]),
    ...(await Promise.all(
      Object.keys(reports).map((name) =>
        fingerprinted(
          "reports",
          `${folder ?? ""}/${name}`,
          join(reportsAt ?? "", name),
          where("inputs", "reports"),
        ),
      ),
    )),
    ...(isPolicyFile(config.policy)
      ? [
          await fingerprinted(
            "policy",
            config.policy,
            await insideProject(file, config.policy, policyWhere),
            policyWhere,
          ),
        ]
      : []),
    ...(waiversFile === null ? [] : [await fingerprinted("waivers", WAIVERS_FILE, waiversFile, waiversFile)]),
  ];
  const sources: Sources = {
    config,
    labels: {
      pipeline: config.pipeline,
      money: config.units.money,
      target: config.units.target,
    },
    title: config.title ?? (cell === null ? config.pipeline : `${config.pipeline} (${cell.name})`),
    dataset: await readDataset(dataFile.absolutePath, datasetColumns(config.columns)),
    model: { file: modelFile, mapping: toMapping(config.posterior) },
    reports,
    policy,
    waivers: await loadWaivers(file, policy, now, cell),
    inputs,
    seed: config.seed,
    question: config.stages["70_optimisation"],
    environment: environmentNow(now),
  };
  const content = inputs.map(({ name, path, sha256 }) => ({ name, path, sha256 }));
  return {
    file,
    artefacts: overrides.artefacts ?? (await artefactsFolder(file, config.artefacts, where("artefacts"))),
    cell,
    customStages: custom.stages,
    stamps,
    identities: { "20_model_fit": fitIdentity, ...custom.identities },
    settings: overrides.set ?? [],
    sources,
    where,
    fingerprints: {
      config: hashOf(config),
      labels: hashOf(sources.labels),
      title: hashOf(sources.title),
      dataset: hashOf([dataFile.sha256, config.columns]),
      model: hashOf([content.find(({ name }) => name === "model") ?? null, config.posterior]),
      reports: hashOf(reports),
      policy: hashOf(policy),
      waivers: hashOf(sources.waivers),
      inputs: hashOf(content),
      seed: hashOf(config.seed),
      question: hashOf(sources.question),
      environment: hashOf(sources.environment),
    },
  };
}
