import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/** The Latin part of Source Sans 3, the font that the charts are measured in: elsewhere labels would not fit their places. */
function face(weight: 400 | 600): string {
  const file = resolve(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`);
  const bytes = readFileSync(file).toString("base64");
  return `@font-face { font-family: "Source Sans 3"; font-weight: ${weight}; src: url(data:font/woff2;base64,${bytes}) format("woff2") }`;
}

let faces: string | undefined;

/** Rules that embed the page's font; read at the first call. */
export function fontFaces(): string {
  faces ??= `${face(400)}\n${face(600)}`;
  return faces;
}
