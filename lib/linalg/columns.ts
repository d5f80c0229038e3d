import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";

/** A matrix by its columns: `columns[j][t]` is row t of column j; all columns are of one length. */
export type Columns = readonly Float64Array[];

/**
 * Refuses columns of unequal length, or none at all.
 *
 * @throws RangeError naming the first column that differs, with both lengths.
 */
export function requireEqualLengths(columns: Columns): void {
  if (columns.length === 0) throw new RangeError("0 columns, expected at least 1");
  const rows = columns[0]!.length;
  columns.forEach((column, j) => {
    if (column.length !== rows) {
      throw new RangeError(`column ${j} has ${column.length} rows, column 0 has ${rows}`);
    }
  });
}

/** Columns as a matrix, rows of 0 added below them up to `leastRows`. */
function toMatrix(columns: Columns, leastRows = 0): Matrix {
  requireEqualLengths(columns);
  const matrix = new Matrix(Math.max(columns[0]!.length, leastRows), columns.length);
  columns.forEach((column, j) => {
    for (let t = 0; t < column.length; t++) matrix.set(t, j, column[t]!);
  });
  return matrix;
}

/**
 * The upper triangle R of the QR factorisation (Householder): columns = Q R.
 *
 * @param columns - Any number of rows; columns beyond that number have a 0 on the diagonal.
 *   Entries are 0 or above 1e-150 in size: ml-matrix divides by a column's norm, which loses all digits of smaller ones.
 * @returns A square matrix, one row and column for each column given; the diagonal may be negative.
 */
export function triangularFactor(columns: Columns): Matrix {
  return new QrDecomposition(toMatrix(columns, columns.length)).upperTriangularMatrix;
}

/** Singular values in decreasing order, with their left and right vectors as the columns of `left` and `right`. */
export interface Singular {
  readonly values: Float64Array;
  readonly left: Matrix;
  readonly right: Matrix;
}

/** The singular value decomposition of the matrix with these columns. */
export function singularValues(columns: Columns): Singular {
  const svd = new SingularValueDecomposition(toMatrix(columns), { autoTranspose: true });
  return {
    values: Float64Array.from(svd.diagonal),
    left: svd.leftSingularVectors,
    right: svd.rightSingularVectors,
  };
}
