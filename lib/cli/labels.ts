import { InvalidArgumentError } from "commander";

/** Labels by their key, as `--label key=value` gives them. */
export type Labels = Readonly<Record<string, string>>;

const LABEL = /^([A-Za-z][\w.-]{0,62})=(.{1,256})$/;

/** Adds one `--label key=value` to those before it; a key given twice keeps its last value. */
export function collectLabel(text: string, before: Labels = {}): Labels {
  const [, key, value] = LABEL.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new InvalidArgumentError(
      `${JSON.stringify(text)} is no label: write key=value, the key of letters, digits, ".", "-" and "_", beginning with a letter.`,
    );
  }
  return Object.fromEntries([...Object.entries(before), [key, value]]);
}
