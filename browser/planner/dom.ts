/** The element of that id, of the kind that it is taken for. */
export function byId<T extends Element>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${kind.name} ${id}`);
}

export const input = (id: string) => byId(id, HTMLInputElement);
export const button = (id: string) => byId(id, HTMLButtonElement);
export const part = (id: string) => byId(id, HTMLElement);

/** Writes a text; as text, whatever is in it. */
export function say(id: string, text: string): void {
  const element = part(id);
  if (element.textContent !== text) element.textContent = text;
}

/** An element with its text or its children. */
export function made<K extends keyof HTMLElementTagNameMap>(
  name: K,
  content: string | readonly Node[],
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (typeof content === "string") element.textContent = content;
  else element.append(...content);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** A drawing's element. */
export function drawn(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly Node[] = [],
): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** A table of texts: the first column names the row, the others are numbers. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLTableElement {
  const column = (text: string, at: number) =>
    made("th", text, { scope: "col", ...(at === 0 ? {} : { class: "n" }) });
  const cell = (text: string, at: number) =>
    at === 0 ? made("th", text, { scope: "row" }) : made("td", text, { class: "n" });
  return made("table", [
    made("caption", caption),
    made("thead", [made("tr", head.map(column))]),
    made(
      "tbody",
      rows.map((row) => made("tr", row.map(cell))),
    ),
  ]);
}

/** Whether a person is typing into it: what is shown there is then theirs. */
export const isTypedInto = (element: Element) => document.activeElement === element;
