import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { InputError } from "../errors.ts";

async function readKey(file: string, kind: "private" | "public"): Promise<KeyObject> {
  const make = kind === "private" ? createPrivateKey : createPublicKey;
  const fix =
    kind === "private"
      ? "name a private key in PEM without a passphrase: openssl genpkey -algorithm ed25519 -out key.pem"
      : "name a public key in PEM: openssl pkey -in key.pem -pubout -out key.pub.pem";
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      { what: `cannot be read (${code ?? "unknown"})`, where: file, fix },
      { cause: error },
    );
  });
  try {
    const key = make(text);
    if (key.asymmetricKeyType === "ed25519") return key;
    throw new InputError({
      what: `is a key of type ${key.asymmetricKeyType ?? "unknown"}, not ed25519`,
      where: file,
      fix,
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ what: `is no ${kind} key that can be read`, where: file, fix }, { cause: error });
  }
}

/**
 * An Ed25519 key to sign with.
 *
 * @throws InputError for a file that is not there, or holds none.
 */
export async function readPrivateKey(file: string): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  const privateKey = await readKey(file, "private");
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** An Ed25519 key to check signatures with; as `readPrivateKey`. */
export async function readPublicKey(file: string): Promise<KeyObject> {
  return readKey(file, "public");
}
