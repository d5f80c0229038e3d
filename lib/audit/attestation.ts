import { createHash, sign, verify, type KeyObject } from "node:crypto";
import { fingerprintFile } from "../artefacts/hash.ts";
import { MANIFEST_FILE } from "../artefacts/manifest.ts";
import type { Manifest } from "../artefacts/store.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { parse } from "../schema/parse.ts";
import { join } from "node:path";
import { byWhom } from "./history.ts";
import { ATTESTATION_FILE } from "./sidecars.ts";
import { recordedFiles } from "./verify.ts";

export type Envelope = SchemaTypes["dsse_envelope"];
export type Statement = SchemaTypes["run_attestation"];

const PAYLOAD_TYPE = "application/vnd.in-toto+json";

/**
 * What is said of a run: its files by hash, and from which inputs, by whom and with what they came.
 *
 * @see in-toto Statement v1; SLSA provenance v1
 */
export async function statementOf(runPath: string, manifest: Manifest): Promise<Statement> {
  const { sha256 } = await fingerprintFile(join(runPath, MANIFEST_FILE));
  const { pipeline, policy, config_sha256, labels, inputs, git, sluice, code_sha256 } = manifest;
  const files = [{ path: MANIFEST_FILE, sha256 }, ...recordedFiles(manifest)];
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: files.map((file) => ({ name: file.path, digest: { sha256: file.sha256 } })),
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "urn:sluice:run:1",
        externalParameters: { pipeline, policy, config_sha256, labels },
        resolvedDependencies: [
          ...inputs.map((input) => ({ name: input.path, digest: { sha256: input.sha256 } })),
          ...(git === null
            ? []
            : [{ name: git.dirty ? "git, with changes" : "git", digest: { gitCommit: git.commit } }]),
        ],
      },
      runDetails: {
        builder: {
          id: `urn:sluice:builder:${encodeURIComponent(byWhom(manifest.by) ?? "unknown")}`,
          version: { sluice, code: code_sha256 },
        },
        metadata: {
          invocationId: manifest.run_id,
          startedOn: manifest.started_at,
          finishedOn: manifest.finished_at,
        },
        byproducts: [{ name: "root", digest: { sha256: manifest.root_sha256 } }],
      },
    },
  };
}

/** What is signed: type and payload with their lengths, so that neither can be read as the other (DSSE v1). */
export function preAuthenticationEncoding(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, "utf8"), payload]);
}

/** Name of a key: SHA-256 of the public key as SPKI DER, hexadecimal. */
export function keyId(publicKey: KeyObject): string {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** The signature of one key over a payload. */
export function signPayload(
  payload: Uint8Array,
  privateKey: KeyObject,
  publicKey: KeyObject,
): Envelope["signatures"][number] {
  const sig = sign(null, preAuthenticationEncoding(PAYLOAD_TYPE, payload), privateKey).toString("base64");
  return { keyid: keyId(publicKey), sig };
}

export function envelopeOf(payload: Uint8Array, signatures: Envelope["signatures"]): Envelope {
  return { payloadType: PAYLOAD_TYPE, payload: Buffer.from(payload).toString("base64"), signatures };
}

/** The bytes that an envelope's signatures are over. */
export function payloadOf({ payload }: Envelope): Buffer {
  return Buffer.from(payload, "base64");
}

/** Whether one of the envelope's signatures is by this key, over what it holds. */
export function isSignedBy(envelope: Envelope, publicKey: KeyObject): boolean {
  const signed = preAuthenticationEncoding(envelope.payloadType, payloadOf(envelope));
  const id = keyId(publicKey);
  return envelope.signatures
    .filter(({ keyid }) => keyid === id)
    .some(({ sig }) => verify(null, signed, publicKey, Buffer.from(sig, "base64")));
}

/** The statement in an envelope; throws SyntaxError or InputError for one that is none. */
export function statementIn(envelope: Envelope): Statement {
  return parse("run_attestation", JSON.parse(payloadOf(envelope).toString("utf8")), ATTESTATION_FILE);
}
