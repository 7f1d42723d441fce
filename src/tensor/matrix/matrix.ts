// A tensor read as a matrix, and what its singular values say. This folder is products of matrices and what singular values
// say; it knows rows and columns, no axes with names.

import { type Dtype, dim, dtypeOf, sizeOf, type Tensor } from "../tensor.ts"
import { stepwise, type Work } from "../work.ts"
import { frobeniusNorm, type Matrix, singularValues } from "./svd.ts"

/** First axis × all others in a row: a filter [out, in, kh, kw] becomes out × in·kh·kw. A vector is one row. */
export function unfolded({ shape, data }: Tensor): Matrix {
  if (shape.length < 2) return { rows: 1, columns: data.length, data }
  const rows = dim(shape, 0)
  return { rows, columns: sizeOf(shape.slice(1)), data }
}

/** How many matrices the last two axes hold: 12 of 2×6×3×3. */
export function matrixCount({ shape }: Tensor): number {
  return sizeOf(shape.slice(0, -2))
}

/** Matrix number `index` of the last two axes, counted through the leading ones. Needs two axes at least. */
export function matrixAt({ shape, data }: Tensor, index: number): Matrix {
  const [rows, columns] = [dim(shape, -2), dim(shape, -1)]
  const size = rows * columns
  return { rows, columns, data: data.subarray(index * size, (index + 1) * size) }
}

/** What is read off a matrix. */
export interface MatrixReading {
  readonly rows: number
  readonly columns: number
  /** √(Σx²/(rows·columns)). */
  readonly rms: number
  readonly frobenius: number
  /** The largest first. */
  readonly values: Float64Array
  /** The largest singular value: how much longer a vector can become. */
  readonly spectral: number
  /** Singular values above max(rows, columns)·ε·σ₁, ε of the precision the numbers are in (NumPy's matrix_rank). */
  readonly rank: number
  /** ‖A‖²_F/σ₁²: rank without a threshold, 1 to rank. 0 for zeros. */
  readonly stableRank: number
  /** exp(−Σ p ln p) with p = σ/Σσ: how many directions carry the weight (Roy and Vetterli 2007). 0 for zeros. */
  readonly effectiveRank: number
  /** σ₁/σ_min; infinite where σ_min is 0. */
  readonly condition: number
}

/** All of it; null if a number is NaN or infinite, or there is none. */
export function* readMatrix(matrix: Matrix, dtype: Dtype): Generator<void, MatrixReading | null, void> {
  const values = yield* stepwise(singularValues(matrix))
  if (values === null || values.length === 0) return null
  const { rows, columns } = matrix
  const frobenius = frobeniusNorm(matrix.data)
  const [spectral = 0, least = 0] = [values[0], values.at(-1)]
  const epsilon = dtype === "float64" ? 2 ** -52 : 2 ** -23
  const threshold = Math.max(rows, columns) * epsilon * spectral
  return {
    rows,
    columns,
    rms: frobenius / Math.sqrt(rows * columns),
    frobenius,
    values,
    spectral,
    rank: values.filter((value) => value > threshold).length,
    stableRank: spectral === 0 ? 0 : (frobenius / spectral) ** 2,
    effectiveRank: effectiveRank(values),
    condition: spectral === 0 ? Number.NaN : spectral / least,
  }
}

function effectiveRank(values: Float64Array): number {
  const largest = values[0] ?? 0
  if (largest === 0) return 0
  const sum = values.reduce((total, value) => total + value / largest, 0)
  let entropy = 0
  for (const value of values) {
    const p = value / largest / sum
    if (p > 0) entropy -= p * Math.log(p)
  }
  return Math.exp(entropy)
}

/** As above, of a tensor as one matrix. */
export function readUnfolded(tensor: Tensor): Work<MatrixReading | null> {
  return readMatrix(unfolded(tensor), dtypeOf(tensor))
}
