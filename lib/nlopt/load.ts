import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createContext, runInContext } from "node:vm";
import type { Nlopt } from "../optimise/slsqp/nlopt.ts";

interface Loading extends Nlopt {
  readonly ready: Promise<void>;
}

let loaded: Promise<Nlopt> | null = null;

/** NLopt, compiled to WebAssembly; loaded at the first call and kept. */
export function loadNlopt(): Promise<Nlopt> {
  loaded ??= load();
  return loaded;
}

/** Gives the package a console that says nothing, and keeps hold of the memory that it gives its WebAssembly. */
const BEFORE = `
  var console = { log() {}, warn() {}, error() {} };
  var global = globalThis, memory = null;
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (bytes, imports) => {
    memory = Object.values(imports).flatMap(Object.values).find((one) => one instanceof WebAssembly.Memory);
    return instantiate(bytes, imports);
  };
`;

/** A view of the memory is void once the memory grows, so that it is made anew at every use. */
const AFTER = `Object.defineProperty(nlopt, "HEAPF64", { get: () => new Float64Array(memory.buffer) });`;

/**
 * The package as it comes listens to faults of the whole process, writes to standard output when a search fails, and keeps its first view
 * of a memory that may grow. It is therefore run in a context of its own, whose console is mute and which has no process.
 */
async function load(): Promise<Nlopt> {
  const context = createContext({ window: { atob }, document: {} });
  const file = createRequire(import.meta.url).resolve("nlopt-js");
  runInContext(BEFORE, context);
  runInContext(await readFile(file, "utf8"), context, { displayErrors: false });
  const nlopt = runInContext("nlopt", context) as Loading;
  await nlopt.ready;
  runInContext(AFTER, context);
  return nlopt;
}
