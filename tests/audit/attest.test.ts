import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keyId, preAuthenticationEncoding } from "../../lib/audit/attestation.ts";
import { attestCommand } from "../../lib/cli/attest.ts";
import { verifyCommand } from "../../lib/cli/verify.ts";
import { overwrite } from "../temporary.ts";
import { rootHash } from "../../lib/artefacts/manifest.ts";
import type { SchemaTypes } from "../../lib/schema/generated.ts";
import { call } from "../cli/in-process.ts";
import { demoProject } from "./demo.ts";

const COMMON = { pipeline: "pipeline.yaml", json: true, verbose: false };

function keyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return {
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }),
    publicPem: publicKey.export({ type: "spki", format: "pem" }),
  };
}

async function signedDemo() {
  const { folder, make } = await demoProject();
  const { path, runId } = await make();
  const keys = { jane: keyPair(), joe: keyPair() };
  for (const [name, { privatePem, publicPem }] of Object.entries(keys)) {
    await writeFile(join(folder, `${name}.pem`), privatePem);
    await writeFile(join(folder, `${name}.pub.pem`), publicPem);
  }
  const attest = (key: string) =>
    call(folder, (context) => attestCommand("latest", { ...COMMON, key }, context), { json: true });
  const check = async (key: string) => {
    const { code, stdout } = await call(
      folder,
      (context) => verifyCommand("latest", { ...COMMON, recompute: false, key }, context),
      { json: true },
    );
    return { code, found: JSON.parse(stdout) as SchemaTypes["verification"] };
  };
  const file = join(path, "attestation.intoto.json");
  const envelope = async () => JSON.parse(await readFile(file, "utf8")) as SchemaTypes["dsse_envelope"];
  return { folder, path, runId, keys, attest, check, file, envelope };
}

describe("the pre-authentication encoding", () => {
  it("is that of the DSSE specification's own example", () => {
    const encoded = preAuthenticationEncoding("http://example.com/HelloWorld", Buffer.from("hello world"));
    expect(encoded.toString()).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  });

  it("counts bytes, not characters", () => {
    expect(preAuthenticationEncoding("é", Buffer.from("ü")).toString()).toBe("DSSEv1 2 é 2 ü");
  });
});

describe("a signed run", () => {
  it("holds a statement of its manifest and every file, signed as DSSE has it", async () => {
    const { attest, path, runId, envelope, keys } = await signedDemo();
    expect((await attest("jane.pem")).code).toBe(0);
    const { payloadType, payload, signatures } = await envelope();
    const bytes = Buffer.from(payload, "base64");
    const statement = JSON.parse(bytes.toString()) as SchemaTypes["run_attestation"];
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://slsa.dev/provenance/v1",
      predicate: { runDetails: { metadata: { invocationId: runId } } },
    });
    const manifest = JSON.parse(
      await readFile(join(path, "manifest.json"), "utf8"),
    ) as SchemaTypes["manifest"];
    const files = manifest.stages.flatMap(({ writes }) => writes);
    expect(statement.subject.map(({ name }) => name)).toEqual([
      "manifest.json",
      ...files.map((one) => one.path),
    ]);
    // Checked with Node's own verify, over the encoding written out.
    const signed = Buffer.from(
      `DSSEv1 ${payloadType.length} ${payloadType} ${bytes.length} ${bytes.toString()}`,
    );
    const key = createPublicKey(keys.jane.publicPem);
    expect(verify(null, signed, key, Buffer.from(signatures[0]!.sig, "base64"))).toBe(true);
    expect(signatures[0]!.keyid).toBe(keyId(key));
  });

  it("is verified with the key that signed it, and with no other", async () => {
    const { attest, check, keys } = await signedDemo();
    await attest("jane.pem");
    const good = await check("jane.pub.pem");
    expect([good.code, good.found.signature]).toEqual([0, keyId(createPublicKey(keys.jane.publicPem))]);
    const bad = await check("joe.pub.pem");
    expect(bad.code).toBe(6);
    expect(bad.found).toMatchObject({
      signature: null,
      findings: [{ kind: "signature", path: "attestation.intoto.json" }],
    });
  });

  it("takes a second signature beside the first, and the same one once", async () => {
    const { attest, check, envelope } = await signedDemo();
    for (const key of ["jane.pem", "joe.pem", "joe.pem"]) expect((await attest(key)).code).toBe(0);
    expect((await envelope()).signatures).toHaveLength(2);
    expect([(await check("jane.pub.pem")).code, (await check("joe.pub.pem")).code]).toEqual([0, 0]);
  });

  it("that was forged with its manifest and root hash is found out", async () => {
    const { attest, check, path } = await signedDemo();
    await attest("jane.pem");
    const file = join(path, "manifest.json");
    const document = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    document["policy"] = "strict";
    await writeFile(file, JSON.stringify({ ...document, root_sha256: rootHash(document) }));
    const { code, found } = await check("jane.pub.pem");
    expect(code).toBe(6);
    expect(found.findings).toMatchObject([
      { kind: "signature", path: "manifest.json", what: "is not the manifest that was signed" },
    ]);
    expect(found.signature).toBeNull();
  });

  it.each([
    [
      "another payload",
      (one: SchemaTypes["dsse_envelope"]) => ({ ...one, payload: Buffer.from("{}").toString("base64") }),
    ],
    [
      "another signature",
      (one: SchemaTypes["dsse_envelope"]) => ({
        ...one,
        signatures: [{ ...one.signatures[0]!, sig: "AAAA" }],
      }),
    ],
    ["another type", (one: SchemaTypes["dsse_envelope"]) => ({ ...one, payloadType: "text/plain" })],
    ["no signature", (one: SchemaTypes["dsse_envelope"]) => ({ ...one, signatures: [] })],
  ])("whose attestation has %s fails", async (_, change) => {
    const { attest, check, file, envelope } = await signedDemo();
    await attest("jane.pem");
    await writeFile(file, JSON.stringify(change(await envelope())));
    const { code, found } = await check("jane.pub.pem");
    expect(code).toBe(6);
    expect(found.findings).toMatchObject([{ kind: "signature", path: "attestation.intoto.json" }]);
  });

  it("whose signature is of the payload alone, not of its encoding, fails", async () => {
    const { attest, check, file, envelope, keys } = await signedDemo();
    await attest("jane.pem");
    const one = await envelope();
    const sig = sign(null, Buffer.from(one.payload, "base64"), keys.jane.privatePem).toString("base64");
    await writeFile(file, JSON.stringify({ ...one, signatures: [{ ...one.signatures[0]!, sig }] }));
    expect((await check("jane.pub.pem")).code).toBe(6);
  });
});

describe("a run that cannot be signed", () => {
  it("is one that is not as its manifest says", async () => {
    const { attest, path } = await signedDemo();
    await overwrite(join(path, "20_model_fit/words.txt"), "another");
    const { code, stdout } = await attest("jane.pem");
    expect(code).toBe(6);
    expect(JSON.parse(stdout)).toMatchObject({ status: "failed", findings: [{ kind: "changed" }] });
  });

  it("is one whose attestation is of another content", async () => {
    const { attest, file, envelope } = await signedDemo();
    await attest("jane.pem");
    const one = await envelope();
    const statement = Buffer.from(one.payload, "base64").toString().replace('"publish"', '"strict"');
    await writeFile(file, JSON.stringify({ ...one, payload: Buffer.from(statement).toString("base64") }));
    const { code, stdout } = await attest("joe.pem");
    expect(code).toBe(2);
    expect(stdout).toContain("is of another content than the run has now");
  });

  it.each([
    ["nothing.pem", "cannot be read (ENOENT)"],
    ["pipeline.yaml", "is no private key that can be read"],
    ["jane.pub.pem", "is no private key that can be read"],
    ["rsa.pem", "is a key of type rsa, not ed25519"],
  ])("is one for which %s is named as key", async (key, what) => {
    const { attest, folder } = await signedDemo();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(join(folder, "rsa.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    const { code, stdout } = await attest(key);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ what, where: join(folder, key) }] });
  });

  it("was not signed, where a signature is asked for", async () => {
    const { check } = await signedDemo();
    const { code, found } = await check("jane.pub.pem");
    expect(code).toBe(6);
    expect(found.findings).toMatchObject([{ kind: "signature", what: "is missing: the run was not signed" }]);
  });
});
