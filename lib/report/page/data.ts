import { schemaDocuments, type SchemaTypes } from "../../schema/generated.ts";
import { cellsOf, csv, type Cell, type Row } from "../csv.ts";
import { escapeHtml } from "../html.ts";
import { escapeMarkdown, type Column } from "../markdown.ts";
import { amount, statistic } from "../numbers.ts";
import type { Wording } from "../recommendation.ts";
import { plainText } from "./inline.ts";
import { table } from "./table.ts";

/** The rows behind a chart, as the table beside it and the file to download. */
export interface ChartData {
  /** Name of the file, `optimization_results.csv`. */
  readonly file: string;
  /** Schema that says the unit of each column; null for rows that are no artefact. */
  readonly schema: keyof SchemaTypes | null;
  readonly rows: readonly object[];
  /** What the table shows; the file if not given. */
  readonly caption?: string;
  /** Rows of the table, where the file has too many to read; the rows of the file if not given. */
  readonly shown?: readonly object[];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** An address that holds a text: only what would end or change it is encoded. */
export function dataUri(type: string, text: string): string {
  const whole = text.replace(/\p{Surrogate}/gu, "\uFFFD");
  const encoded = whole.replace(/[^\w.,:;/?=&()!*+@$'|~-]/gu, (character) => encodeURIComponent(character));
  return `data:${type};charset=utf-8,${encoded}`;
}

/** Units of the columns as the schema states them, in the words of this run. */
function unitsOf(schema: keyof SchemaTypes | null, { money, target, period }: Wording): Map<string, string> {
  const document: unknown = schema === null ? null : schemaDocuments[schema];
  const items = isRecord(document) ? document["items"] : null;
  const properties = isRecord(items) ? items["properties"] : null;
  const words: Readonly<Record<string, string>> = { money, target, period, periods: `${period}s` };
  return new Map(
    Object.entries(isRecord(properties) ? properties : {}).flatMap(([name, property]) => {
      const unit = isRecord(property) ? property["x-unit"] : null;
      if (typeof unit !== "string") return [];
      return [[name, unit.replace(/\b(?:money|target|periods?)\b/g, (word) => words[word] ?? word)]];
    }),
  );
}

function shown(cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "string") return escapeMarkdown(cell);
  return Math.abs(cell) >= 1 ? amount(cell) : statistic(cell);
}

/** The rows as a table, for those who cannot see or would rather read than look. */
export function dataTable(data: ChartData, wording: Wording): string {
  const rows = (data.shown ?? data.rows).map(cellsOf);
  const units = unitsOf(data.schema, wording);
  const columns = Object.keys(rows[0] ?? {})
    .filter((name) => name !== "adequacy")
    .map((name): Column<Row> => {
      const unit = units.get(name);
      return {
        title: `${escapeMarkdown(name.replaceAll("_", " "))}${unit === undefined ? "" : ` (${unit})`}`,
        align: rows.some((row) => typeof row[name] === "number") ? "right" : "left",
        cell: (row) => shown(row[name] ?? null),
      };
    });
  return table(data.caption ?? escapeMarkdown(data.file), columns, rows);
}

/** A link that downloads the rows. */
export function downloadLink({ file, rows }: ChartData): string {
  const name = escapeHtml(plainText(file));
  return `<a class="download" download="${name}" href="${escapeHtml(dataUri("text/csv", csv(rows)))}">Download ${name}</a>`;
}
