// Singular values of what is looked at: small matrices at once, large ones off the page; each once.

import { createRunner, type Runner } from "../../engine/worker/client.ts"
import type { MatrixQuestion } from "../../engine/worker/protocol.ts"
import { type MatrixReading, matrixAt, readMatrix, unfolded } from "../../tensor/matrix/matrix.ts"
import type { Matrix } from "../../tensor/matrix/svd.ts"
import { dtypeOf, type Tensor } from "../../tensor/tensor.ts"
import { finish } from "../../tensor/work.ts"

/** One matrix of the last two axes, or all of the tensor unfolded to its first axis × the rest. */
export type Which = number | "unfolded"

/** `reading` is null where a number is NaN or infinite. */
export interface MatrixAnswer {
  readonly reading: MatrixReading | null
}

/** About 100×100: some tens of milliseconds, which nobody notices. */
const AT_ONCE = 1e6

const known = new WeakMap<Tensor, Map<Which, MatrixAnswer>>()
let runner: Runner | null = null

/** The answer if it is known or quickly found, else undefined: then ask `matrixLater`. */
export function matrixNow(tensor: Tensor, which: Which): MatrixAnswer | undefined {
  const found = known.get(tensor)?.get(which)
  if (found !== undefined) return found
  const matrix = matrixOf(tensor, which)
  const { rows, columns } = matrix
  if (Math.min(rows, columns) ** 2 * Math.max(rows, columns) > AT_ONCE) return undefined
  return kept(tensor, which, { reading: finish(readMatrix(matrix, dtypeOf(tensor))) })
}

/** Finds the answer off the page. A cancel, or the question after this one, ends it: then it rejects. */
export function matrixLater(
  tensor: Tensor,
  which: Which,
): { readonly done: Promise<MatrixAnswer>; readonly cancel: () => void } {
  runner ??= createRunner()
  const { done, cancel } = runner.matrix(questionOf(tensor, which))
  return { done: done.then((reading) => kept(tensor, which, { reading })), cancel }
}

function matrixOf(tensor: Tensor, which: Which): Matrix {
  return which === "unfolded" ? unfolded(tensor) : matrixAt(tensor, which)
}

function questionOf(tensor: Tensor, which: Which): MatrixQuestion {
  const { rows, columns } = matrixOf(tensor, which)
  const start = which === "unfolded" ? 0 : which * rows * columns
  // A copy of these numbers alone: a view would take its whole buffer along to the worker.
  return { rows, columns, data: tensor.data.slice(start, start + rows * columns), dtype: dtypeOf(tensor) }
}

function kept(tensor: Tensor, which: Which, answer: MatrixAnswer): MatrixAnswer {
  const answers = known.get(tensor) ?? new Map<Which, MatrixAnswer>()
  known.set(tensor, answers.set(which, answer))
  return answer
}
