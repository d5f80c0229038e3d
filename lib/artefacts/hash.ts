import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

/** Size and content of a file. */
export interface FileFingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

/** Read at once; more saves nothing. */
const BLOCK_BYTES = 1 << 20;

export function sha256(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Hash of a file's bytes, read in blocks so that a large posterior does not fill memory. */
export async function fingerprintFile(path: string): Promise<FileFingerprint> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const block = Buffer.allocUnsafe(Math.min(size, BLOCK_BYTES) + 1);
    const hash = createHash("sha256");
    for (let bytes = 0; ;) {
      const { bytesRead } = await handle.read(block, 0, block.length);
      if (bytesRead === 0) return { bytes, sha256: hash.digest("hex") };
      hash.update(block.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

/** JSON with sorted keys: equal values give equal text, whatever the order they were built in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** Hash of a value's canonical JSON. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}
