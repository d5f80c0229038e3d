import { codeOf, type Problem } from "../errors.ts";

const DISK_FULL = /ENOSPC|EDQUOT|no space left|quota exceeded/i;
/** ENOENT of a `mkdir` whose parent exists: a file system, as /proc, that takes no folders. */
const NOT_WRITABLE = /EROFS|EACCES|EPERM|read-only file system|^ENOENT .*\bmkdir\b/i;
const NOT_A_FOLDER = /^(?:ENOTDIR|EEXIST) /;

/** A failure of the disk under the artefacts, in a user's words; null when it is something else. */
export function diskProblem(error: unknown, artefacts: string): Problem | null {
  const text = error instanceof Error ? `${codeOf(error)} ${error.message}` : "";
  if (DISK_FULL.test(text)) {
    return {
      what: "the disk is full",
      where: artefacts,
      fix: "free some space, or name another folder with --artefacts; earlier runs are untouched",
    };
  }
  if (NOT_WRITABLE.test(text)) {
    return {
      what: "the artefacts folder cannot be written to",
      where: artefacts,
      fix: "allow writing to it, or name another folder with --artefacts",
    };
  }
  if (NOT_A_FOLDER.test(text)) {
    return {
      what: "the artefacts folder cannot be made: a file is in its place",
      where: artefacts,
      fix: "move that file away, or name another folder with --artefacts",
    };
  }
  return null;
}
