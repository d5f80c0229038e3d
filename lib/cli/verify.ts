import { resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { checkSignature } from "../audit/attest.ts";
import { readPublicKey } from "../audit/keys.ts";
import { ownStagesOf } from "../audit/own-stages.ts";
import { recompute } from "../audit/recompute.ts";
import { locateRuns } from "../audit/runs.ts";
import { verifyRun, withFindings, type Verification } from "../audit/verify.ts";
import { parse } from "../schema/parse.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { thisHost } from "./host.ts";
import type { Terminal } from "./terminal.ts";

export interface VerifyOptions extends AuditOptions {
  readonly recompute: boolean;
  /** Public key whose signature the run must have. */
  readonly key?: string;
}

/** Prints what was found, for people or machines. */
export function reportVerification(found: Verification, json: boolean, terminal: Terminal): void {
  if (json) terminal.out(JSON.stringify(parse("verification", found, "verification"), null, 2));
  else narrate(found, terminal);
}

function narrate(verification: Verification, terminal: Terminal): void {
  const {
    run_id,
    cell,
    status,
    files,
    bytes,
    schemas_checked,
    recomputed,
    root_sha256,
    signature,
    findings,
    notes,
  } = verification;
  for (const { kind, path, what } of findings)
    terminal.out(`${terminal.styleOut("red", kind.padEnd(9))} ${path}: ${what}`);
  for (const note of notes) terminal.out(`${terminal.styleOut("yellow", "note".padEnd(9))} ${note}`);
  const isWhole = status === "verified";
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const anew = recomputed === null ? "" : `, ${recomputed} computed anew`;
  terminal.out(
    `${terminal.styleOut(isWhole ? "green" : "red", isWhole ? "verified" : "not as recorded")}: ${cell === null ? "" : `${cell} `}run ${run_id}, ${files} files (${size}), ${schemas_checked} held against their schemas${anew}`,
  );
  if (root_sha256 !== null) terminal.out(`root hash ${root_sha256}`);
  if (signature !== null) terminal.out(`signed by key ${signature}`);
}

/** `sluice verify`: whether a run is still what its manifest says. */
export async function verifyCommand(
  name: string,
  options: VerifyOptions,
  { cwd, terminal, signal }: Context,
): Promise<number> {
  const key = options.key === undefined ? null : await readPublicKey(resolve(cwd, options.key));
  const file = resolve(cwd, options.pipeline);
  const found: Verification[] = [];
  const runs = await locateRuns(name, placeOf(options, cwd));
  for (const { run } of runs) {
    const seen = await verifyRun(run.path, stages, await ownStagesOf(run, file));
    const anew = options.recompute
      ? withFindings(seen, await recompute(run, stages, file, thisHost(), signal))
      : seen;
    if (signal.aborted) return EXIT.interrupted;
    found.push(key === null ? anew : withFindings(anew, await checkSignature(run.path, key)));
  }
  const [only] = found;
  if (only !== undefined && found.length === 1) reportVerification(only, options.json, terminal);
  else if (options.json) terminal.out(JSON.stringify(found, null, 2));
  else for (const one of found) reportVerification(one, false, terminal);
  return found.every(({ status }) => status === "verified") ? EXIT.done : EXIT.unverified;
}
