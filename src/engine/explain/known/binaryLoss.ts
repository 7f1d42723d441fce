// Binary cross-entropy of logits: −(w/n)(p t log σ(x) + (1 − t) log(1 − σ(x))), whose slope is (w/n)(σ(x) − t) for p = 1.

import { addressOf } from "../../../tensor/address.ts"
import { sigmoid, softplus } from "../../../tensor/special.ts"
import type { Factor, Term } from "../terms/explanation.ts"
import type { LocalNode } from "../terms/local.ts"
import { texNumber } from "../terms/worked.ts"
import {
  addressWords,
  broadcastCell,
  type GradientAt,
  held,
  inputFactor,
  isThere,
  type Known,
  type KnownRule,
  litInput,
  madeFactor,
  productOf,
  shareOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

const WRITTEN = 4

export const binaryLoss: KnownRule = { value, gradient }

/** What stands at one cell of the input: its score, its target and its weights. */
interface Place {
  readonly x: Factor
  readonly t: Factor
  readonly words: string
  readonly weight: Factor | null
  readonly positive: Factor | null
}

function placeOf(local: LocalNode, index: number): Place {
  const { shape } = held(local, "input")
  const address = addressOf(shape, index)
  const at = (port: string): Factor | null =>
    isThere(local, port) ? inputFactor(local, port, broadcastCell(held(local, port).shape, address)) : null
  return {
    x: inputFactor(local, "input", index),
    t: inputFactor(local, "target", index),
    words: `(x${addressWords(shape, index)})`,
    weight: at("weight"),
    positive: at("pos_weight"),
  }
}

function countOf(local: LocalNode): number {
  return local.context.attrs.reduction === "mean" ? held(local, "input").data.length : 1
}

function value({ local, cell, name, number }: ValueAt): Known {
  const each = local.context.attrs.reduction === "none"
  const count = countOf(local)
  const all = each ? [cell.index] : Array.from(held(local, "input").data.keys())
  const terms = all.flatMap((index): readonly Term[] => {
    const { x, t, words, weight, positive } = placeOf(local, index)
    const other = madeFactor("1 − target", 1 - t.number)
    const yes = madeFactor(`−log σ${words}`, softplus(-x.number), x)
    const no = madeFactor(`−log(1 − σ${words})`, softplus(x.number), x)
    return [
      ...(t.number === 0 ? [] : [productOf(yes, t, positive, weight, shareOf(count))]),
      ...(other.number === 0 ? [] : [productOf(no, other, weight, shareOf(count))]),
    ]
  })
  const plain = !isThere(local, "weight") && !isThere(local, "pos_weight")
  return {
    words: "Minus the logarithm of the probability given to the target; σ(x) is the probability of 1.",
    terms,
    lit: [litInput(local, "target", all)],
    worked: plain ? valueTex(local, all, count, name, number) : null,
  }
}

/** (1/n)(−log 0.8 − log(1 − 0.3) − …), where every target is 0 or 1. */
function valueTex(
  local: LocalNode,
  all: readonly number[],
  count: number,
  name: string,
  number: number,
): string | null {
  const [x, t] = [held(local, "input").data, held(local, "target").data]
  if (all.some((i) => t[i] !== 0 && t[i] !== 1)) return null
  const logs = all.slice(0, WRITTEN).map((i) => {
    const s = texNumber(sigmoid(x[i] ?? Number.NaN), false)
    return t[i] === 1 ? ` - \\log ${s}` : ` - \\log(1 - ${s})`
  })
  const sum = `${logs.join("").trim()}${all.length > WRITTEN ? " - \\cdots" : ""}`
  const mean = count === 1 ? sum : `\\frac{1}{${count}} \\left(${sum}\\right)`
  return `${name} = ${mean} = ${texNumber(number, false)}`
}

function gradient(at: GradientAt): Known | null {
  if (at.port !== "input") return null
  const { local, cell, name, number } = at
  const { x, t, words, weight, positive } = placeOf(local, cell.index)
  const count = countOf(local)
  const g = upstreamFactor(at, "output", local.context.attrs.reduction === "none" ? cell.index : 0)
  const s = sigmoid(x.number)
  const p = positive?.number ?? 1
  // (1 − t) σ − p t (1 − σ) = (1 − t + p t) σ − p t.
  const pull = madeFactor("1 − target + pos_weight · target", 1 - t.number + p * t.number)
  const terms = [productOf(g, madeFactor(`σ${words}`, s, x), pull, weight, shareOf(count))]
  if (t.number !== 0) terms.push(productOf(g, t, positive, weight, shareOf(count, -1)))
  const times = g.number === 1 ? "" : ` \\cdot ${texNumber(g.number)}`
  const over = count === 1 ? "" : `\\frac{1}{${count}}`
  const worked = `${name} = ${over}\\left(${texNumber(s)} - ${texNumber(t.number)}\\right)${times} = ${texNumber(number, false)}`
  return {
    words: "Probability less target: σ(x) is the probability of 1.",
    terms,
    worked: positive === null && weight === null ? worked : null,
  }
}
