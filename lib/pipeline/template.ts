import { InputError } from "../errors.ts";
import { meantOr } from "../schema/nearest.ts";

/** What the placeholders of a command stand for, by name. */
export type Placeholders = Readonly<Record<string, string>>;

/** A command for zx: fixed pieces of shell, and between them values that zx quotes. */
export interface ShellTemplate {
  readonly pieces: readonly string[];
  readonly values: readonly (string | readonly string[])[];
}

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** Names of the placeholders in a command. */
export function placeholdersIn(run: string | readonly string[]): string[] {
  return [run].flat().flatMap((text) => [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name));
}

/**
 * Refuses placeholders that stand for nothing.
 *
 * @throws InputError naming the nearest that there is.
 */
export function checkPlaceholders(
  run: string | readonly string[],
  known: readonly string[],
  where: string,
): void {
  const problems = placeholdersIn(run)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      what: `{{${name}}} stands for nothing`,
      where,
      fix: meantOr(name, known, `placeholders are ${known.map((one) => `{{${one}}}`).join(", ")}`),
    }));
  if (problems.length > 0) throw new InputError(problems);
}

/** The command with its placeholders filled in: each item of a list is one argument, a line is shell with quoted values. */
export function shellTemplate(run: string | readonly string[], values: Placeholders): ShellTemplate {
  const fill = (text: string) => text.replaceAll(PLACEHOLDER, (_, name: string) => values[name] ?? "");
  if (typeof run !== "string") return { pieces: ["", ""], values: [run.map(fill)] };
  // Splitting by a pattern with one group gives text and name by turns.
  const parts = run.split(PLACEHOLDER);
  return {
    pieces: parts.filter((_, i) => i % 2 === 0),
    values: parts.filter((_, i) => i % 2 === 1).map((name) => values[name] ?? ""),
  };
}
