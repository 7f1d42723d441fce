// "Why is this number?": the way in. Works on a finished run, in the page: one node at a time, never the whole graph. This
// folder reads a finished run and asks rules again; it never runs a graph, and never replaces the shown number by its own.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName, readPlace, type Source } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { RunResult } from "../pass/result.ts"
import { explainArrow, explainSum } from "./gradient.ts"
import type { Asked, Cell, Draft, Explanation, Factor, LitCells } from "./terms/explanation.ts"
import { cellTex, namedFactor } from "./terms/names.ts"
import { sumTex } from "./terms/worked.ts"
import { explainValue } from "./value.ts"

const LARGEST_FLOAT32 = 2 ** 128 - 2 ** 104

/** The tensor that a cell belongs to, or undefined if the run has none of that name. */
export function cellTensor(
  analysis: Analysis,
  result: RunResult,
  { name, side }: Pick<Cell, "name" | "side">,
): Tensor | undefined {
  if (side === "gradient") return result.gradients.get(name) ?? result.wires.get(name)
  return (
    result.values.get(name) ??
    result.params.get(name) ??
    result.buffers.get(name) ??
    valueOnWire(analysis, result, name)
  )
}

function valueOnWire(analysis: Analysis, result: RunResult, name: string): Tensor | undefined {
  const wire = analysis.wires.find(({ id }) => id === name)
  return wire === undefined ? undefined : result.values.get(placeName(wire.from))
}

/** The arithmetic that made one cell; null if there is no such cell in the run. */
export function explain(analysis: Analysis, result: RunResult, cell: Cell): Explanation | null {
  const tensor = cellTensor(analysis, result, cell)
  const number = tensor?.data[cell.index]
  if (tensor === undefined || number === undefined) return null
  const at = { cell, number, name: cellTex(analysis, cell, tensor.shape) }
  const draft = drafted(analysis, result, at)
  if (draft === null) return null
  const { kind, terms, more } = draft
  const isSum = kind === "sum" || kind === "wires"
  const written = isSum ? sumTex(at.name, terms, more?.count ?? 0, number) : null
  const words = `${draft.words}${beyondWords(draft, result.dtype)}`
  const named = (factors: readonly Factor[]): readonly Factor[] => factors.map((one) => namedFactor(analysis, one))
  return {
    ...draft,
    words,
    terms: terms.map((term) => ({ ...term, factors: named(term.factors) })),
    lit: litTogether(draft.lit),
    worked: draft.worked ?? written,
    others: named(draft.others ?? []),
  }
}

/** One entry for each tensor: two ports may be fed by one output. */
function litTogether(lit: readonly LitCells[]): readonly LitCells[] {
  const keys = [...new Set(lit.map(({ name, side }) => `${side} ${name}`))]
  if (keys.length === lit.length) return lit
  return keys.flatMap((key) => {
    const same = lit.filter(({ name, side }) => `${side} ${name}` === key)
    const [first] = same
    return first === undefined ? [] : [{ ...first, cells: new Set(same.flatMap(({ cells }) => [...cells])) }]
  })
}

/** Why a number that is not finite is not the sum of its terms. */
function beyondWords({ number, total }: Draft, dtype: RunResult["dtype"]): string {
  if (Number.isFinite(number) || total === null || Object.is(total, number)) return ""
  if (dtype === "float32" && Math.abs(total) > LARGEST_FLOAT32)
    return " The sum is beyond the largest float32, 3.4·10³⁸."
  return " The run met ∞ or NaN on its way to this number, and 0 · ∞ is NaN: the terms alone do not show it."
}

function drafted(analysis: Analysis, result: RunResult, at: Asked): Draft | null {
  const { cell } = at
  const wire = analysis.wires.find(({ id }) => id === cell.name)
  if (wire !== undefined) {
    if (cell.side === "value") return explainValue(analysis, result, wire.from, at)
    const { node, port, index } = wire.to
    const arrow = index === undefined ? { name: port } : { name: port, index }
    return explainArrow(analysis, result, node, arrow, at)
  }
  const source = outputNamed(cell.name)
  if (source === null) return ofParam(analysis, result, at)
  return cell.side === "value" ? explainValue(analysis, result, source, at) : explainSum(analysis, result, source, at)
}

function outputNamed(name: string): Source | null {
  const place = readPlace(name)
  if (place?.port === undefined) return null
  const { node, port, index } = place
  return index === undefined ? { node, port } : { node, port, index }
}

/** `node.param`: ids may hold dots, names of params do not. */
function ofParam(analysis: Analysis, result: RunResult, at: Asked): Draft | null {
  const { cell, number } = at
  const dot = cell.name.lastIndexOf(".")
  const [node, name] = [cell.name.slice(0, dot), cell.name.slice(dot + 1)]
  if (cell.side === "gradient") return explainArrow(analysis, result, node, { name }, at)
  const words = "A param or buffer: written in the document, drawn from the seed, or moved by the last pass."
  return {
    cell,
    number,
    kind: "given",
    words,
    tex: null,
    terms: [],
    more: null,
    lit: [],
    total: null,
    difference: null,
  }
}
