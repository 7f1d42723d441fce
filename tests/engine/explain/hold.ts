// Holds one explanation against what can be found out without it: the sum of its terms against the number, each factor
// against the tensor it is said to stand in, each local derivative against central differences of the forward rule, and the
// cells that are lit against those whose change is felt.

import { cellTensor, explain } from "../../../src/engine/explain/explain.ts"
import type { Cell, Explanation, LitCells } from "../../../src/engine/explain/terms/explanation.ts"
import type { RunResult } from "../../../src/engine/pass/result.ts"
import { cases } from "../../campaign.ts"
import { largestIn } from "../../ops/context.ts"
import { type Arrow, arrowsOf, heldOn, nameOn, type Outputs, outputsWith, tame } from "./alone.ts"
import { type Single, someCells } from "./single.ts"

/** What is wrong with the explanation of a cell; empty if nothing is. */
export function wrongWith(single: Single, cell: Cell): readonly string[] {
  const explanation = explain(single.analysis, single.result, cell)
  if (explanation === null) return ["is not explained"]
  const arrow = arrowOf(single, cell)
  const exact = single.result.dtype === "float64"
  return [
    ...wrongSum(single, explanation),
    ...wrongFactors(single, explanation),
    ...wrongWinner(explanation),
    ...(exact && cell.side === "gradient" && arrow !== null ? wrongDerivatives(single, arrow, explanation) : []),
    ...(exact && cell.side === "value" && cell.name.startsWith("node:") ? wrongLight(single, explanation) : []),
  ]
}

/** How far a sum of float32 numbers may be from its terms in float64, of the size of its parts. */
const ROUNDING = { float64: 1e-11, float32: 2e-6 } as const

function sizeOfTerms({ number, terms, more }: Explanation): number {
  const parts = [number, more?.sum ?? 0, ...terms.map(({ product }) => product)]
  return parts.reduce((sum, x) => sum + (Number.isFinite(x) ? Math.abs(x) : 0), 0)
}

export function wrongSum({ result }: Pick<Single, "result">, explanation: Explanation): readonly string[] {
  const { terms, more, total, number, difference, words } = explanation
  if (total === null) return []
  const said = terms.reduce((sum, { product }) => sum + product, 0) + (more?.sum ?? 0)
  const within =
    ROUNDING[result.dtype] * sizeOfTerms(explanation) + (result.dtype === "float32" ? 2e-6 : 1e-14) * loudest(result)
  if (/beyond the largest float32|met ∞ or NaN/.test(words))
    return Number.isFinite(number) ? ["is finite, and said not to be"] : []
  return [
    ...(same(said, total, 1e-13 * sizeOfTerms(explanation)) ? [] : [`terms and the rest make ${said}, not ${total}`]),
    ...(same(total, number, within) ? [] : [`adds up to ${total}, but the number is ${number}`]),
    ...(same(number - total, difference ?? Number.NaN, 0) ? [] : [`difference ${difference} of ${number - total}`]),
  ]
}

/** The largest upstream gradient: float32 rounds relative to what came in, not to what is left of it. */
function loudest({ gradients }: RunResult): number {
  return [...gradients].reduce(
    (most, [name, tensor]) => (name.startsWith("node:") ? Math.max(most, largestIn(tensor)) : most),
    0,
  )
}

function same(a: number, b: number, within: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= within
}

export function wrongFactors(
  { analysis, result }: Pick<Single, "analysis" | "result">,
  { terms, others, kind }: Explanation,
): readonly string[] {
  const factors = [...terms.flatMap((term) => term.factors), ...others]
  const wrong = factors.flatMap(({ cell, from, number, words }) => {
    const place = cell ?? from
    const stands = place && cellTensor(analysis, result, place)?.data[place.index]
    if (place !== undefined && stands === undefined) return [`${words} goes nowhere`]
    return cell === null ||
      same(number, stands ?? Number.NaN, result.dtype === "float32" ? 2e-5 * Math.abs(number) + 1e-9 : 0)
      ? []
      : [`${words} is ${stands}, not ${number}`]
  })
  if (kind === "derivatives") return wrong
  const products = terms.flatMap(({ factors, product }) => {
    const got = factors.reduce((p, { number }) => p * number, 1)
    return same(got, product, 1e-12 * Math.abs(product))
      ? []
      : [`${factors.map(({ words }) => words).join(" × ")} is ${got}, not ${product}`]
  })
  return [...wrong, ...products]
}

/** A winner is the number itself, beats all that it was chosen before, and is the first of equals. */
function wrongWinner({ kind, number, terms, others }: Explanation): readonly string[] {
  const [winner] = terms.flatMap(({ factors }) => factors)
  if (kind !== "winner" || winner === undefined) return []
  return [
    ...(Math.abs(winner.number) === Math.abs(number)
      ? []
      : [`${winner.words} is ${winner.number}, and won with ${number}`]),
    ...others.flatMap((other) => {
      const sameTensor = other.cell?.name === winner.cell?.name
      const first = (other.cell?.index ?? 0) > (winner.cell?.index ?? 0)
      return other.number !== winner.number || !sameTensor || first ? [] : [`${other.words} is as good, and earlier`]
    }),
  ]
}

// ---- Gradients ------------------------------------------------------------------------------------------------------

/** The arrow whose gradient is asked about; null for a sum at an output. */
function arrowOf({ analysis, op }: Single, { name }: Cell): Arrow | null {
  const wire = analysis.wires.find(({ id }) => id === name)
  if (wire !== undefined) return wire.to.node === "node" ? { name: wire.to.port, index: wire.to.index ?? 0 } : null
  const param = name.startsWith("node.") ? name.slice("node.".length) : ""
  return Object.hasOwn(op.params, param) ? { name: param, index: 0 } : null
}

/** Slopes of every visible output cell, `node:port` by flat index; null for those at a kink or without number. */
type Slopes = ReadonlyMap<string, readonly (number | null)[]>

function wrongDerivatives(single: Single, arrow: Arrow, explanation: Explanation): readonly string[] {
  // The row at padding_idx is looked up and learns nothing, by decree.
  if (/padding_idx/.test(explanation.words)) return []
  const slopes = slopesOf(single, arrow, explanation.cell.index)
  if (slopes === null) return []
  const lit = litOn(explanation.lit, "gradient")
  const missing = [...slopes].flatMap(([name, each]) =>
    each.flatMap((slope, j) =>
      slope !== null && Math.abs(slope) > 1e-6 && !lit(name, j)
        ? [`${name}[${j}] depends on it by ${slope}, but is not lit`]
        : [],
    ),
  )
  return [...missing, ...wrongLocals(single, explanation, slopes)]
}

function wrongLocals({ result, at }: Single, { terms, more }: Explanation, slopes: Slopes): readonly string[] {
  // Padding by copies meets an output cell more than once, and then a path may be among those that are not listed.
  if (more !== null && (at.attrs.padding_mode ?? "zeros") !== "zeros") return []
  const locals = new Map<string, { name: string; index: number; sum: number; size: number }>()
  for (const { factors } of terms) {
    const [first, ...rest] = factors
    // Closed forms whose parts are not one path each are held to their sum alone.
    if (first?.cell?.side !== "gradient" || rest.some(({ words }) => /mean of|score/.test(words))) return []
    const { name, index } = first.cell
    const local = rest.reduce((product, { number }) => product * number, 1)
    const key = `${name} ${index}`
    const held = locals.get(key) ?? { name, index, sum: 0, size: 0 }
    locals.set(key, { ...held, sum: held.sum + local, size: held.size + Math.abs(local) })
  }
  return [...locals.values()].flatMap(({ name, index, sum, size }) => {
    const slope = slopes.get(name)?.[index]
    if (slope === undefined) return name.startsWith("node:") ? [`${name}[${index}] is no output cell`] : []
    const within = (result.dtype === "float32" ? 1e-5 : 1e-6) * Math.max(1, size)
    return slope === null || !Number.isFinite(sum) || same(slope, sum, within)
      ? []
      : [`∂${name}[${index}] is ${slope} by differences, not ${sum}`]
  })
}

function slopesOf(single: Single, arrow: Arrow, cell: number): Slopes | null {
  const x = heldOn(single.at, arrow)?.data[cell] ?? Number.NaN
  const step = 1e-3 * Math.max(1e-4, Math.abs(x))
  const [up, down, halfUp, halfDown] = [1, -1, 0.5, -0.5].map((part) =>
    outputsWith(single, arrow, cell, x + part * step),
  )
  if (!up || !down || !halfUp || !halfDown) return null
  const slopes = new Map<string, readonly (number | null)[]>()
  for (const [name, { data }] of up) {
    const at = (outputs: Outputs, j: number): number => outputs.get(name)?.data[j] ?? Number.NaN
    slopes.set(
      name,
      Array.from(data.keys(), (j) => {
        const wide = (at(up, j) - at(down, j)) / (2 * step)
        const near = (at(halfUp, j) - at(halfDown, j)) / step
        const bent = Math.abs((at(halfUp, j) + at(halfDown, j) - at(up, j) - at(down, j)) / step)
        const slope = (4 * near - wide) / 3
        return Number.isFinite(slope) &&
          Math.abs(wide - near) < 5e-6 * Math.max(1, Math.abs(slope)) &&
          bent < 1e-2 * Math.max(1, Math.abs(slope))
          ? slope
          : null
      }),
    )
  }
  return slopes
}

// ---- Values ---------------------------------------------------------------------------------------------------------

/** Far enough for a kink to be left behind on one side. */
const MOVES = [0.011, -0.013, 7, -5, 1e3, -1e3]

function wrongLight(single: Single, { cell, lit, kind }: Explanation): readonly string[] {
  if (kind === "given") return []
  const isLit = litOn(lit, "value")
  // Attention's output is explained by its weights: the queries and keys are behind those.
  const indirect = lit.some(({ name }) => name.startsWith("node:"))
  const plain = { ...single, at: tame(single) }
  const names = arrowsOf(single).map((arrow) => nameOn(single, arrow))
  return arrowsOf(single).flatMap((arrow, a) => {
    const name = names[a] ?? ""
    const twice = names.filter((other) => other === name).length > 1
    const tensor = heldOn(single.at, arrow)
    const tried = tensor == null ? [] : someCells(`${cell.name} ${cell.index} ${arrow.name}`, tensor, cases(8))
    return tried.flatMap((k) => {
      const marked = isLit(name, k)
      if (!marked && !indirect && feels(single, arrow, k, cell)) return [`${name}[${k}] is felt and not lit`]
      const idle =
        marked && !twice && kind !== "winner" && !everFeels(single, arrow, k, cell) && !everFeels(plain, arrow, k, cell)
      return idle ? [`${name}[${k}] is lit and not felt`] : []
    })
  })
}

function outputAt(
  single: Single,
  arrow: Arrow | null,
  k: number,
  x: number,
  { name, index }: Cell,
): number | undefined {
  return outputsWith(single, arrow, k, x)?.get(name)?.data[index]
}

/** Two small moves both change it. */
function feels(single: Single, arrow: Arrow, k: number, cell: Cell): boolean {
  const x = heldOn(single.at, arrow)?.data[k] ?? Number.NaN
  const here = outputAt(single, null, 0, 0, cell)
  if (here === undefined || !Number.isFinite(here) || !Number.isFinite(x)) return false
  return MOVES.slice(0, 2).every((by) => {
    const after = outputAt(single, arrow, k, x + by, cell)
    return after !== undefined && Math.abs(after - here) > 1e-12
  })
}

function everFeels(single: Single, arrow: Arrow, k: number, cell: Cell): boolean {
  const x = heldOn(single.at, arrow)?.data[k] ?? Number.NaN
  const here = outputAt(single, null, 0, 0, cell)
  return [...MOVES.map((by) => x + by), 0, 0.5, 0.6, Number.NaN].some((to) => {
    const after = outputAt(single, arrow, k, to, cell)
    return after !== undefined && !Object.is(after, here)
  })
}

function litOn(lit: readonly LitCells[], side: Cell["side"]): (name: string, index: number) => boolean {
  return (name, index) => lit.some((one) => one.name === name && one.side === side && one.cells.has(index))
}
