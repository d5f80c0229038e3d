import { spawn } from "node:child_process";
import { copyFile, cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "../..");
const BIN = join(ROOT, "bin", "sluice.js");

/** How one call of the command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Calling {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Stops the command by this signal as soon as its progress shows this text. */
  readonly stop?: { readonly signal: NodeJS.Signals; readonly at: string };
}

/** Calls `sluice` as a shell would, away from any terminal. */
export function sluice(args: readonly string[], { cwd, env = {}, stop }: Calling): Promise<Ended> {
  return new Promise((ended, failed) => {
    const { PATH = "", SystemRoot = "" } = process.env;
    const child = spawn(process.execPath, [BIN, ...args], { cwd, env: { PATH, SystemRoot, ...env } });
    const text = { stdout: "", stderr: "" };
    let isStopped = false;
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (chunk: string) => {
        text[name] += chunk;
        if (stop === undefined || isStopped || !text[name].includes(stop.at)) return;
        isStopped = true;
        child.kill(stop.signal);
      });
    }
    child.on("error", failed).on("close", (code) => {
      ended({ code, ...text });
    });
  });
}

export type Example = "robyn_weekly" | "robyn_weekly_unconverged";

/** A project of its own that holds one of the examples: `pipeline.yaml`, `data.csv`, `model.nc` and `reports/`. */
export async function newProject(example: Example | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-project-"));
  await writeFile(join(folder, ".sluice-root"), "");
  if (example !== null) await copyExample(example, folder);
  return folder;
}

export async function copyExample(example: Example, folder: string): Promise<void> {
  const from = join(ROOT, "examples", example);
  await mkdir(folder, { recursive: true });
  for (const name of ["data.csv", "model.nc"]) await copyFile(join(from, name), join(folder, name));
  await cp(join(from, "reports"), join(folder, "reports"), { recursive: true });
  // The pipeline file of the first example lies in the repository's root, and names its folder.
  const file = example === "robyn_weekly" ? join(ROOT, "pipeline.yaml") : join(from, "pipeline.yaml");
  const text = await readFile(file, "utf8");
  await writeFile(join(folder, "pipeline.yaml"), text.replaceAll(/examples\/\w+\//g, ""));
}

/** Replaces a text that must be there by another, once. */
export async function edit(file: string, from: string | RegExp, to: string): Promise<void> {
  const before = await readFile(file, "utf8");
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} does not hold ${String(from)}`);
  await writeFile(file, after);
}

/** The newest complete run of the one pipeline of a project, or of an artefacts folder. */
export function latestRun(artefacts: string, example: Example): string {
  return join(artefacts, example, "latest");
}

/** Cuts what belongs to one machine or moment out of a text: folders and run ids. */
export function plain(text: string, folder: string): string {
  return text.replaceAll(folder, "<project>").replaceAll(/\d{8}T\d{6}Z-[0-9a-f]{6}(?:-\d+)?/g, "<run>");
}
