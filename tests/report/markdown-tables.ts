/** A line of a Markdown table as its cells: split at the pipes that are not escaped, a code span being no shelter from them. */
export function cellsOf(line: string): string[] {
  return line
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split(/(?<!\\)(?:\\\\)*\|/)
    .map((cell) => cell.trim());
}

/** Every table of a Markdown text: its rows of cells, the header first, the line of dashes left out. */
export function tablesOf(markdown: string): string[][][] {
  return markdown
    .split(/\n\n+/)
    .filter((block) => block.startsWith("|"))
    .map((block) =>
      block
        .split("\n")
        .filter((_, i) => i !== 1)
        .map(cellsOf),
    );
}

/** Text outside code spans with its escaped characters taken out: what is left has a meaning to Markdown. */
export function unescaped(markdown: string): string {
  return markdown.replace(/\\[^\n]/g, "").replace(/`[^`\n]*`/g, "");
}
