import { lstat, open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isSeq, parseDocument, stringify } from "yaml";
import { syncFolder } from "../artefacts/durable.ts";
import { readText } from "../config/text.ts";
import { InputError, codeOf } from "../errors.ts";
import type { Policy } from "../gates/policy.ts";
import {
  entryProblems,
  readWaivers,
  WAIVERS_FILE,
  waiversFileOf,
  type WaiverEntry,
} from "../gates/waivers-file.ts";
import { parse } from "../schema/parse.ts";

const HEADER = "# Signed exceptions to the gates of the pipelines beside this file.\n";

/** The one writer: whoever makes the temporary file has it, until it is renamed into place or removed. */
async function claim(temporary: string): Promise<FileHandle> {
  try {
    return await open(temporary, "wx");
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    throw new InputError(
      {
        what: "is there: another `sluice waive` is writing, or was stopped while it did",
        where: temporary,
        fix: "wait for it; if none is under way, remove this file",
      },
      { cause: error },
    );
  }
}

/** What the entry is about. */
const subjectOf = ({ gate, check }: WaiverEntry) => check ?? gate ?? "";

/** An entry of the file that is about the same, for one of the same pipelines, and in force. */
function inForce(
  entry: WaiverEntry,
  entries: readonly WaiverEntry[],
  today: string,
): WaiverEntry | undefined {
  return entries.find(
    (one) =>
      subjectOf(one) === subjectOf(entry) &&
      one.expires >= today &&
      one.pipelines.some((name) => entry.pipelines.includes(name)) &&
      one.cells.join() === entry.cells.join(),
  );
}

/** The entry without keys that say nothing. */
function plain({ gate, check, cells, ...rest }: WaiverEntry) {
  return {
    ...(gate === null ? {} : { gate }),
    ...(check === null ? {} : { check }),
    ...rest,
    ...(cells.length === 0 ? {} : { cells }),
  };
}

/** The file's text with the entry added; comments and what stands there stay. */
function withEntry(text: string | null, entry: WaiverEntry): string {
  if (text === null)
    return `${HEADER}${stringify({ version: 1, waivers: [plain(entry)] }, { lineWidth: 0 })}`;
  const document = parseDocument(text);
  const entries = document.get("waivers");
  if (!isSeq(entries)) throw new RangeError("waivers is no list");
  entries.flow = false;
  entries.add(document.createNode(plain(entry)));
  return document.toString({ lineWidth: 0 });
}

/**
 * Adds a waiver to the file beside a pipeline file, which it makes where there is none: whole or not at all, never over
 * another entry.
 *
 * @param today - YYYY-MM-DD, UTC.
 * @returns The file.
 * @throws InputError for an entry that cannot be meant, one that has expired, or one of which another is in force.
 */
export async function addWaiver(
  pipelineFile: string,
  given: WaiverEntry,
  policy: Policy,
  today: string,
): Promise<string> {
  const { waivers } = parse("waivers", { version: 1, waivers: [given] }, "waiver");
  const entry = waivers[0] ?? given;
  const problems = entryProblems(entry, policy, (...path) => ["waiver", ...path].join("."));
  if (problems.length > 0) throw new InputError(problems);
  if (entry.expires < today)
    throw new InputError({
      what: `${entry.expires} has passed`,
      where: "--expires",
      fix: "name a day to come",
    });
  const file = join(dirname(pipelineFile), WAIVERS_FILE);
  const temporary = `${file}.tmp`;
  const handle = await claim(temporary);
  try {
    // Looked for only now: until the claim another writer might have made it.
    const existing = await waiversFileOf(pipelineFile);
    if (existing !== null && (await lstat(existing)).isSymbolicLink())
      throw new InputError({ what: "is a link", where: file, fix: "edit the file that it leads to" });
    const before = existing === null ? null : await readWaivers(existing, policy);
    const same = inForce(entry, before?.value.waivers ?? [], today);
    if (same !== undefined)
      throw new InputError({
        what: `a waiver of ${subjectOf(same)} by ${same.approver} is in force until ${same.expires}`,
        where: file,
        fix: "edit that one, so that its history shows who widened it",
      });
    await handle.writeFile(withEntry(existing === null ? null : await readText(existing), entry));
    await handle.sync();
    await handle.close();
    await rename(temporary, file);
    await syncFolder(dirname(file));
    return file;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}
