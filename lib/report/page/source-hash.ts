import { createHash } from "node:crypto";

/** How a page's Content-Security-Policy names a script or style sheet that it allows. */
export function sourceHash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
