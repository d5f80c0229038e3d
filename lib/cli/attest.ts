import { relative, resolve } from "node:path";
import { stages } from "../../stages/index.ts";
import { attestRun } from "../audit/attest.ts";
import { readPrivateKey } from "../audit/keys.ts";
import { ownStagesOf } from "../audit/own-stages.ts";
import { locateRun } from "../audit/runs.ts";
import { verifyRun } from "../audit/verify.ts";
import { placeOf, type AuditOptions } from "./audit-options.ts";
import type { Context } from "./context.ts";
import { EXIT } from "./exit-codes.ts";
import { reportVerification } from "./verify.ts";

export interface AttestOptions extends AuditOptions {
  readonly key: string;
}

/** `sluice attest`: signs a run that is as its manifest says. */
export async function attestCommand(
  name: string,
  options: AttestOptions,
  { cwd, terminal }: Context,
): Promise<number> {
  const { privateKey, publicKey } = await readPrivateKey(resolve(cwd, options.key));
  const { run } = await locateRun(name, placeOf(options, cwd));
  const own = await ownStagesOf(run, resolve(cwd, options.pipeline));
  const seen = await verifyRun(run.path, stages, own);
  if (seen.status === "failed") {
    reportVerification(seen, options.json, terminal);
    return EXIT.unverified;
  }
  const { file, keyid } = await attestRun(run, privateKey, publicKey);
  if (options.json)
    terminal.out(JSON.stringify({ status: "signed", run_id: run.runId, file, keyid }, null, 2));
  else terminal.out(`signed run ${run.runId} with key ${keyid}: ${relative(cwd, file) || file}`);
  return EXIT.done;
}
