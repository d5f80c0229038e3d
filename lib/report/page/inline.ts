import { escapeHtml } from "../html.ts";

/** Code, what stands between pairs of asterisks, an escaped character, or plain text up to the next of these. */
const PART =
  /`(?<code>[^`]*)`|\*\*(?<strong>(?:[^*\\]|\\.)*)\*\*|\\(?<escaped>[^\n])|(?<text>[^`*\\]+|[`*\\])/gs;

/**
 * HTML of a sentence in the report's own Markdown: code, strong text and escaped characters, and every other character as itself.
 *
 * The sentences of both reports are written once, as Markdown; links and images are not among them.
 */
export function inline(markdown: string): string {
  return Array.from(markdown.matchAll(PART), ({ groups = {} }) => {
    const { code, strong, escaped, text } = groups;
    if (code !== undefined) return `<code>${escapeHtml(code)}</code>`;
    if (strong !== undefined) return `<strong>${inline(strong)}</strong>`;
    return escapeHtml(escaped ?? text ?? "");
  }).join("");
}

/** Text alone: without the marks of code and strong text. */
export function plainText(markdown: string): string {
  return Array.from(markdown.matchAll(PART), ({ groups = {} }) => {
    const { code, strong, escaped, text } = groups;
    return code ?? (strong === undefined ? undefined : plainText(strong)) ?? escaped ?? text ?? "";
  }).join("");
}

export function paragraph(markdown: string): string {
  return `<p>${inline(markdown)}</p>`;
}

export function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${inline(item)}</li>`).join("")}</ul>`;
}
