/** How `sluice show` can show a run. */
export const SHOW_FORMATS = ["text", "junit", "markdown"] as const;

/** What `sluice query` can give. */
export const QUERY_FORMATS = ["table", "csv", "json", "parquet"] as const;

/** What `sluice export` can write. */
export const EXPORT_FORMATS = ["ro-crate", "openlineage"] as const;
