import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../artefacts/durable.ts";
import { MANIFEST_FILE, readManifestFile } from "../artefacts/manifest.ts";
import { fingerprintFile, hashOf } from "../artefacts/hash.ts";
import type { RunFolder } from "../artefacts/store.ts";
import { InputError, codeOf } from "../errors.ts";
import { parse } from "../schema/parse.ts";
import {
  envelopeOf,
  isSignedBy,
  keyId,
  payloadOf,
  signPayload,
  statementIn,
  statementOf,
  type Envelope,
  type Statement,
} from "./attestation.ts";
import { manifestOf } from "./read.ts";
import { ATTESTATION_FILE } from "./sidecars.ts";
import type { Finding } from "./verify.ts";

/** The envelope beside a run's manifest, or null where the run has none. */
async function readEnvelope(runPath: string): Promise<Envelope | null> {
  const file = join(runPath, ATTESTATION_FILE);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  try {
    return parse("dsse_envelope", JSON.parse(text), ATTESTATION_FILE);
  } catch (error) {
    const what = `is no attestation: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError({ what, where: file, fix: "remove it, and attest the run again" }, { cause: error });
  }
}

/**
 * Signs a run: writes its attestation, or adds a signature to the one that is there.
 *
 * @returns The file, and the name of the key.
 * @throws InputError for a run without a whole manifest, or one whose attestation is of another content.
 */
export async function attestRun(
  run: RunFolder,
  privateKey: KeyObject,
  publicKey: KeyObject,
): Promise<{ readonly file: string; readonly keyid: string }> {
  const statement = await statementOf(run.path, await manifestOf(run));
  const file = join(run.path, ATTESTATION_FILE);
  const before = await readEnvelope(run.path);
  if (before !== null && hashOf(statementIn(before)) !== hashOf(statement)) {
    throw new InputError({
      what: "is of another content than the run has now",
      where: file,
      fix: "find out which of both is right: sluice verify",
    });
  }
  const keyid = keyId(publicKey);
  // The bytes that others signed are kept, so that their signatures hold.
  const payload = before === null ? Buffer.from(JSON.stringify(statement)) : payloadOf(before);
  const others = (before?.signatures ?? []).filter((one) => one.keyid !== keyid);
  const envelope = envelopeOf(payload, [...others, signPayload(payload, privateKey, publicKey)]);
  await replaceFile(file, `${JSON.stringify(envelope, null, 2)}\n`);
  return { file, keyid };
}

/** What an attestation says of files that the run's manifest says otherwise. */
async function contradictions(runPath: string, { subject }: Statement): Promise<Finding[]> {
  const on = await readManifestFile(runPath);
  // A broken manifest has been found already.
  if (on.kind === "broken") return [];
  const { sha256 } = await fingerprintFile(join(runPath, MANIFEST_FILE));
  const signed = new Map(subject.map(({ name, digest }) => [name, digest.sha256]));
  if (signed.get(MANIFEST_FILE) === sha256) return [];
  return [{ kind: "signature", path: MANIFEST_FILE, what: "is not the manifest that was signed" }];
}

/** Whether a run is what the owner of a key signed. */
export async function checkSignature(
  runPath: string,
  publicKey: KeyObject,
): Promise<{ readonly signature: string | null; readonly findings: Finding[] }> {
  const fault = (what: string) => ({
    signature: null,
    findings: [{ kind: "signature", path: ATTESTATION_FILE, what } satisfies Finding],
  });
  const read = await readEnvelope(runPath)
    .then((envelope) => envelope && { envelope, statement: statementIn(envelope) })
    .catch((error: unknown) => {
      if (error instanceof InputError || error instanceof SyntaxError) return error.message;
      throw error;
    });
  if (read === null) return fault("is missing: the run was not signed");
  if (typeof read === "string") return fault(`cannot be read: ${read}`);
  if (!isSignedBy(read.envelope, publicKey))
    return fault(`has no signature that holds by key ${keyId(publicKey)}`);
  const findings = await contradictions(runPath, read.statement);
  return { signature: findings.length === 0 ? keyId(publicKey) : null, findings };
}
