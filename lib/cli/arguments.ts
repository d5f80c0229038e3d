import { InvalidArgumentError } from "commander";

/** A whole number of at least 1, from the command line. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`${JSON.stringify(text)} is not a whole number of at least 1.`);
}

/** Adds one value of an option that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
