// What can be wrong with a tensor that a document writes, in words that follow its name.

import type { Tensor } from "../../tensor/tensor.ts"
import type { Code } from "../codes.ts"
import { show } from "../problem.ts"

/** Why a literal is no tensor of the expected shape; the sentence starts after the name of the value. */
export interface ValueProblem {
  readonly code: Code
  readonly sentence: string
  readonly found?: string
  readonly expected?: string
}

/** True where a literal stands for no tensor of the shape. */
export function isValueProblem(answer: object): answer is ValueProblem {
  return "sentence" in answer
}

/** The problem of a literal, with the two sides where something else was expected. */
export function problem(sentence: string, sides: { found?: string; expected?: string } = {}): ValueProblem {
  return { code: "GW-T104", sentence, ...sides }
}

/** Why a value cannot stand in a cell of `data`, in words that follow the cell; null if it can. */
export function cellFault(value: unknown, data: Tensor["data"]): string | null {
  if (typeof value !== "number") return `should be a number, found ${show(value)}`
  if (!Number.isFinite(value)) return `is ${value}, expected a finite number`
  if (data instanceof Float32Array && !Number.isFinite(Math.fround(value))) {
    return `is ${value}, too large for float32 (at most 3.4e38)`
  }
  return null
}

/** A cell by its index, for people. */
export function cell(index: readonly number[]): string {
  return index.length === 0 ? "the value" : `element [${index.join(", ")}]`
}
