import { type Columns, singularValues } from "../linalg/columns.ts";
import { dot } from "../linalg/vector.ts";
import { RANK_CUT, standardise, varyingColumns } from "./regressors.ts";

/** A share of variance that the other columns leave below this is rounding: the column is their exact combination. */
const EXACT_COLLINEARITY = 1e-12;

/** An orthonormal basis of what the columns span, by singular values above the rank cut. */
function orthonormalBasis(columns: Columns): Float64Array[] {
  if (columns.length === 0) return [];
  const { values, left } = singularValues(columns);
  const rank = values.filter((value) => value > RANK_CUT * values[0]!).length;
  return Array.from({ length: rank }, (_, k) => Float64Array.from(left.getColumn(k)));
}

/** What the basis leaves of a column. */
function residual(column: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = column.slice();
  for (const vector of basis) {
    const part = dot(rest, vector);
    for (let t = 0; t < rest.length; t++) rest[t] = rest[t]! - part * vector[t]!;
  }
  return rest;
}

/**
 * Variance inflation factor of each column given the others and an intercept (centred).
 *
 * @param columns - `columns[j][t]`: column j in period t; at least one, of one length, no missing values.
 * @returns One for each column, at least 1: Infinity for an exact combination of others, NaN for a constant column.
 * @throws RangeError when there is no column, lengths differ, or a value is not finite.
 * @see Belsley, Kuh & Welsch (1980), Regression Diagnostics, ch. 3, doi:10.1002/0471725153
 */
export function vif(columns: Columns): Float64Array {
  const varying = varyingColumns(columns);
  const standardised = varying.map((j) => standardise(columns[j]!));
  const factors = new Float64Array(columns.length).fill(NaN);
  varying.forEach((j, position) => {
    const others = standardised.filter((_, other) => other !== position);
    const rest = residual(standardised[position]!, orthonormalBasis(others));
    const unexplained = dot(rest, rest);
    factors[j] = unexplained < EXACT_COLLINEARITY ? Infinity : 1 / unexplained;
  });
  return factors;
}

/** How far a VIF is from harmless; `undefined` for the NaN of a constant column. */
export type VifLevel = "ok" | "note" | "warn" | "block" | "undefined";

/**
 * The usual reading of a VIF: from 5 worth a note, from 10 a warning, from 1000 the effects cannot be told apart.
 *
 * @see Kutner et al. (2005) for 10; Google Meridian's exploratory checks for 1000
 */
export function vifLevel(factor: number): VifLevel {
  if (Number.isNaN(factor)) return "undefined";
  if (factor < 5) return "ok";
  if (factor < 10) return "note";
  return factor < 1000 ? "warn" : "block";
}
