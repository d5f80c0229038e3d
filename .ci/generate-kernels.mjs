// Compiles lib/diagnostics/kernels/assembly/*.ts (AssemblyScript) and writes lib/diagnostics/kernels/generated.ts, which holds
// the WebAssembly module as text. `--check` writes nothing and exits 1 when the committed file differs.
import { Buffer } from "node:buffer";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const FOLDER = "lib/diagnostics/kernels";
const OPTIONS = "--enable simd --importMemory --runtime stub --noAssert --optimizeLevel 3 --shrinkLevel 0";

/** The module compiled from the sources in `folder`, as bytes. */
async function compile(folder) {
  const sources = (await readdir(join(ROOT, folder))).filter((file) => file.endsWith(".ts")).sort();
  let binary;
  const { error, stderr } = await asc.main(
    [
      ...sources.map((file) => `${folder}/${file}`),
      ...OPTIONS.split(" "),
      "--baseDir",
      ROOT,
      "--outFile",
      "kernels.wasm",
    ],
    {
      writeFile(_name, contents) {
        binary = contents;
      },
    },
  );
  const messages = stderr.toString();
  if (error !== null || messages !== "") throw new Error(`the kernels do not compile cleanly\n${messages}`);
  return binary;
}

const binary = await compile(`${FOLDER}/assembly`);
const text = `// Compiled from ./assembly by \`npm run kernels\`; do not edit.

/** The WebAssembly module of the kernels, in base64. */
export const KERNELS =
  "${Buffer.from(binary).toString("base64")}";
`;
const output = join(ROOT, FOLDER, "generated.ts");
if (!process.argv.includes("--check")) {
  await writeFile(output, text);
} else if (text !== (await readFile(output, "utf8").catch(() => ""))) {
  process.stderr.write(`${FOLDER}/generated.ts is not what its sources say.\n  fix: npm run kernels\n`);
  process.exitCode = 1;
}
