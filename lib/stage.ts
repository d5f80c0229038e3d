import type { Artefact } from "./artefacts/artefact.ts";
import type { WrittenFile } from "./artefacts/file.ts";
import type { FileFingerprint } from "./artefacts/hash.ts";
import type { GateFamily } from "./gates/catalogue.ts";
import type { Policy } from "./gates/policy.ts";
import type { Waiver } from "./gates/waivers.ts";
import type { Dataset } from "./posterior/dataset.ts";
import type { Posterior, PosteriorMapping } from "./posterior/posterior.ts";
import type { SchemaTypes } from "./schema/generated.ts";

/** The names of the built-in stages. */
export type BuiltInStageId = keyof SchemaTypes["pipeline"]["stages"];

/** The name of a stage, built in or a team's own: the folder that its artefacts lie in. */
export type StageId = string;

/** Schemas of stage options. */
export type OptionsName = Extract<keyof SchemaTypes, `${string}.options`>;

/** An input file by content. */
export interface InputFile {
  readonly name: string;
  /** As people know it: relative to the folder of the pipeline file. */
  readonly path: string;
  readonly absolutePath: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a run starts from, each with an identity of its own, so that a change of one reruns only what reads it. */
export interface Sources {
  /** The configuration with every default filled in. */
  readonly config: SchemaTypes["pipeline"];
  /** What people call things. */
  readonly labels: {
    readonly pipeline: string;
    readonly money: string;
    readonly target: string;
  };
  /** Title for people, with the cell of a matrix: apart, so that cells whose inputs are the same share the rest. */
  readonly title: string;
  readonly dataset: Dataset;
  /** The file is null where 20_model_fit runs a command that writes it. */
  readonly model: { readonly file: InputFile | null; readonly mapping: PosteriorMapping };
  /** Upstream reports by file name, as parsed JSON; null where there is no such report. */
  readonly reports: Readonly<Record<string, unknown>>;
  readonly policy: Policy;
  /** Signed exceptions, with what the day of the run makes of each. */
  readonly waivers: readonly Waiver[];
  readonly inputs: readonly InputFile[];
  readonly seed: number;
  /** The budget question: the options of 70_optimisation, for who must know what will be asked of the curves. */
  readonly question: SchemaTypes["optimisation.options"];
  /** Clock, host and versions: the one source that differs between identical runs. */
  readonly environment: SchemaTypes["environment"];
}

/** Something from outside the pipeline that a stage declares to read. */
export interface SourceRead<K extends keyof Sources> {
  readonly source: K;
}

export function source<K extends keyof Sources>(name: K): SourceRead<K> {
  return { source: name };
}

/** The posterior, opened from the reference that 20_model_fit wrote. */
export interface PosteriorRead {
  readonly posterior: Artefact<SchemaTypes["model_reference"]>;
}

/** An artefact by the path of its file, for programs and for formats that Sluice does not look into. */
export interface FileRead {
  readonly file: { readonly path: string };
}

export type Readable = Artefact<unknown> | SourceRead<keyof Sources> | PosteriorRead | FileRead;
export type Reads = Readonly<Record<string, Readable>>;
export type Writes = Readonly<Record<string, Artefact<unknown>>>;

type ValueOf<R> =
  R extends SourceRead<infer K>
    ? Sources[K]
    : R extends PosteriorRead
      ? Posterior
      : R extends FileRead
        ? string
        : R extends Artefact<infer T>
          ? T
          : never;

export type Inputs<R extends Reads, O extends Reads> = { readonly [K in keyof R]: ValueOf<R[K]> } & {
  readonly [K in keyof O]: ValueOf<O[K]> | null;
};

export type Outputs<W extends Writes, M extends Writes> = { readonly [K in keyof W]: ValueOf<W[K]> } & {
  readonly [K in keyof M]: ValueOf<M[K]> | null;
};

/** An option that cannot be meant; `path` leads to it within the stage's options. */
export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly what: string;
  readonly fix: string;
}

/** How a program of the team's own is run. */
export type CommandOptions = NonNullable<SchemaTypes["model_fit.options"]["command"]>;

/** A program that a stage wants run. */
export interface CommandRequest {
  readonly options: CommandOptions;
  /** Files that it must write under {{out}}, and no others. */
  readonly writes: readonly string[];
  /** Artefacts that it finds under {{in}}. */
  readonly reads: readonly string[];
  /** Name of the file for what it prints. */
  readonly log: string;
}

/** A file that a program wrote, and its content. */
export type ProgramFile = WrittenFile & FileFingerprint;

/** What a program left: its files by name, and what it printed. */
export interface CommandOutput {
  readonly files: ReadonlyMap<string, ProgramFile>;
  readonly log: WrittenFile;
}

/** What the runner lends a stage beside its inputs. */
export interface StageContext {
  /** Says what was read differently from how it was written; kept in the manifest. */
  warn(message: string): void;
  /** Stops long work of the stage; what is thrown of it is the signal's reason. */
  readonly signal: AbortSignal;
  /** Says in a few words what long work does now and, where that is known, how much is done, and of how much. */
  progress(message: string, amount?: { readonly done: number; readonly total: number | null }): void;
  /** Hands over something to close once the stage's outputs are written. */
  closeLater(resource: { close(): void | Promise<void> }): void;
  /**
   * Runs a program, or takes over what it left when it last ran on the same. At most once in a stage.
   *
   * @throws StageError when it fails, or leaves other files than it should.
   */
  command(request: CommandRequest): Promise<CommandOutput>;
}

/**
 * One stage: what it needs, reads and writes, and a function from the one to the other.
 *
 * `run` is pure: the same inputs and options give the same outputs, to the byte.
 */
export interface Stage<
  R extends Reads = Reads,
  O extends Reads = Reads,
  W extends Writes = Writes,
  M extends Writes = Writes,
  N extends OptionsName = OptionsName,
> {
  readonly id: StageId;
  /** What it does, in one line for people. */
  readonly title: string;
  /** Stages that must have run before. */
  readonly needs: readonly StageId[];
  readonly reads: R;
  /** Read where they exist: null when the stage that writes them was blocked, or had nothing to write. */
  readonly readsIfPresent: O;
  readonly writes: W;
  /** Written when there is something to write; null when the evidence for it is missing. */
  readonly mayWrite: M;
  /** Gate families that must not fail before the stage may run. */
  readonly requires: readonly GateFamily[];
  /** Whether it takes so little time that a thread is not worth its start. */
  readonly isBrief: boolean;
  /** Schema of its options; null for a stage of the team's own, which checks them itself. */
  readonly options: N | null;
  /** Checks that need nothing but sources, so that a request that cannot work is refused before anything runs. */
  check?(sources: Sources, options: SchemaTypes[N]): readonly OptionProblem[];
  run(
    inputs: Inputs<R, O>,
    options: SchemaTypes[N],
    context: StageContext,
  ): Outputs<W, M> | Promise<Outputs<W, M>>;
}

type Defaults = "readsIfPresent" | "mayWrite" | "requires" | "isBrief";
/** No declaration at all: no keys, not keys of any name; an interface would not do, for want of an implicit index signature. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/consistent-type-definitions
type Nothing = {};

/** Returns its argument with the declarations left out filled in; it exists so that `run` is typed by what the stage declares. */
export function defineStage<
  R extends Reads,
  W extends Writes,
  N extends OptionsName,
  O extends Reads = Nothing,
  M extends Writes = Nothing,
>(
  stage: Omit<Stage<R, O, W, M, N>, Defaults> &
    Partial<Pick<Stage<R, O, W, M, N>, Defaults>> & { readonly id: BuiltInStageId },
): Stage<R, O, W, M, N> {
  return { readsIfPresent: {} as O, mayWrite: {} as M, requires: [], isBrief: false, ...stage };
}
