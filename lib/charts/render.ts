import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { LoggerInterface } from "vega";
import type { TopLevelSpec } from "vega-lite";
import { readFontWidths, textWidth, type FontWidths } from "./text-width.ts";

const PIXELS_PER_UNIT = 2;
const SEMI_BOLD = 600;

const { resolve } = createRequire(import.meta.url);

function fontFile(style: string): string {
  return resolve(`@expo-google-fonts/source-sans-3/${style}/SourceSans3_${style}.ttf`);
}

interface FontMetrics {
  readonly regular: FontWidths;
  readonly semiBold: FontWidths;
}

/** Vega's text item, as far as its width depends on it. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
  readonly limit?: number;
}

function measure({ regular, semiBold }: FontMetrics) {
  return (item: TextItem, text: unknown): number => {
    const font = Number(item.fontWeight) >= SEMI_BOLD || item.fontWeight === "bold" ? semiBold : regular;
    const width = textWidth(typeof text === "string" ? text.trim() : "", item.fontSize ?? 11, font);
    return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
  };
}

async function loadVega() {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  // Without a canvas Vega guesses 0.8 em a character, which cuts labels that fit; the font itself knows.
  const metrics: unknown = Reflect.get(vega, "textMetrics");
  if (typeof metrics !== "object" || metrics === null) throw new Error("vega exports no textMetrics");
  const regular = readFontWidths(readFileSync(fontFile("400Regular")));
  const semiBold = readFontWidths(readFileSync(fontFile("600SemiBold")));
  Reflect.set(metrics, "width", measure({ regular, semiBold }));
  return { vega, vegaLite };
}

let loaded: ReturnType<typeof loadVega> | undefined;

function refuse(uri: string): Promise<never> {
  return Promise.reject(new Error(`a chart must carry its data, got a reference to ${uri}`));
}

/** A logger for Vega, which would else print what went wrong and draw on with what is left. */
function complaintsTo(complaints: string[]): LoggerInterface {
  const note = (...messages: readonly unknown[]) => {
    complaints.push(messages.map(String).join(" "));
    return logger;
  };
  const ignore = () => logger;
  function level(): number;
  function level(value: number): LoggerInterface;
  function level(value?: number): number | LoggerInterface {
    return value === undefined ? 0 : logger;
  }
  const logger: LoggerInterface = { level, error: note, warn: note, info: ignore, debug: ignore };
  return logger;
}

/**
 * SVG text of a chart, byte-identical for an identical specification.
 *
 * Nothing is fetched: a specification that refers to a file or an address fails. Vega is loaded at the first call.
 *
 * @throws Error when Vega reports an error or a warning: a chart that lacks something must not look complete.
 */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  loaded ??= loadVega();
  const { vega, vegaLite } = await loaded;
  const complaints: string[] = [];
  const view = new vega.View(vega.parse(vegaLite.compile(spec).spec), {
    renderer: "none",
    loader: { ...vega.loader(), load: refuse },
    logger: complaintsTo(complaints),
  });
  try {
    const svg = await view.toSVG();
    if (complaints.length > 0)
      throw new Error(`the chart is not drawn as specified: ${complaints.join("; ")}`);
    return svg;
  } finally {
    view.finalize();
  }
}

/** PNG bytes of an SVG at two pixels per unit, with the installed Source Sans 3 and no font of the machine. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import("@resvg/resvg-js");
  const image = new Resvg(svg, {
    fitTo: { mode: "zoom", value: PIXELS_PER_UNIT },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile("400Regular"), fontFile("600SemiBold")],
      defaultFontFamily: "Source Sans 3",
      sansSerifFamily: "Source Sans 3",
    },
  });
  return image.render().asPng();
}

/** PNG bytes of a chart; null for none. */
export async function picture(spec: TopLevelSpec): Promise<Uint8Array>;
export async function picture(spec: TopLevelSpec | null): Promise<Uint8Array | null>;
export async function picture(spec: TopLevelSpec | null): Promise<Uint8Array | null> {
  return spec && renderPng(await renderSvg(spec));
}
