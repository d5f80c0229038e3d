// Puts `sluice` where npx looks first in this checkout; without it npx would link the package into its own cache and build it again.
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const folder = join("node_modules", ".bin");
if (existsSync("node_modules")) {
  mkdirSync(folder, { recursive: true });
  const link = join(folder, "sluice");
  rmSync(link, { force: true });
  if (process.platform === "win32") {
    writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\sluice.js" %*\r\n');
  } else {
    symlinkSync(join("..", "..", "bin", "sluice.js"), link);
  }
}
