// Losses that compare tensors number by number: L = (1/n) Σ ℓ, and ∂L/∂x = (1/n) Σ ∂L/∂ℓ · ∂ℓ/∂x over what a number was
// broadcast to. Each ℓ and each slope is asked of the op itself, with nothing reduced.

import { batchOf } from "../../../ops/families/losses.ts"
import { addressOf } from "../../../tensor/address.ts"
import { broadcastShapes, broadcastTo, isClash } from "../../../tensor/broadcast.ts"
import { full, type Shape, sameShape, sizeOf, type Tensor } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import type { Term } from "../terms/explanation.ts"
import { type LocalNode, outputOf, sentBack } from "../terms/local.ts"
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
  largestTerms,
  litInput,
  madeFactor,
  productOf,
  shareOf,
  upstreamFactor,
  type ValueAt,
} from "./known.ts"

/** Losses written out in one formula; more are dots. */
const WRITTEN = 4
/** Ports that are compared; some losses have no weights. */
const PORTS = ["input", "target", "weight", "pos_weight"]

/** How a loss and its slopes are called. */
export interface LossWords {
  readonly words: string
  /** One loss. */
  readonly loss: string
  /** One loss with its numbers, LaTeX; null where it has cases. */
  readonly tex: ((x: string, t: string) => string) | null
  /** By port. */
  readonly slope: { readonly [port: string]: string }
}

/** The rule of a loss that is worked out element by element and then reduced. */
export function elementLoss(words: LossWords): KnownRule {
  return { value: (at) => value(words, at), gradient: (at) => gradient(words, at) }
}

// ---- The losses one by one ------------------------------------------------------------------------------------------

interface Losses {
  readonly shape: Shape
  readonly ports: readonly string[]
  /** The node with all ports broadcast to one shape, and nothing reduced. */
  readonly each: LocalNode
  readonly divisor: number
  /** The output holds each loss. */
  readonly separate: boolean
}

function lossesOf(local: LocalNode): Losses {
  const { node, context } = local
  const ports = PORTS.filter((port) => isThere(local, port))
  const shape = ports.reduce<Shape>((common, port) => {
    const next = broadcastShapes(common, held(local, port).shape)
    return isClash(next) ? common : next
  }, [])
  const inputs = Object.fromEntries(ports.map((port) => [port, broadcastTo(held(local, port), shape)]))
  const shapes = Object.fromEntries(ports.map((port) => [port, shape]))
  const attrs = { ...context.attrs, reduction: "none" }
  const alone = {
    ...context,
    attrs,
    shapes: { ...context.shapes, ...shapes },
    inputs: { ...context.inputs, ...inputs },
  }
  const { reduction } = context.attrs
  const divisor = reduction === "mean" ? sizeOf(shape) : reduction === "batchmean" ? batchOf(held(local, "input")) : 1
  const each = { node, context: alone, outputs: finish(node.op.forward(alone)) }
  return { shape, ports, each, divisor, separate: reduction === "none" }
}

/** The cell of a port's tensor that takes part at a place of the common shape. */
function cellAt(local: LocalNode, { shape }: Losses, port: string, place: number): number {
  const own = held(local, port).shape
  return sameShape(own, shape) ? place : broadcastCell(own, addressOf(shape, place))
}

function placesOf(local: LocalNode, losses: Losses, port: string, cell: number): readonly number[] {
  if (sameShape(held(local, port).shape, losses.shape)) return [cell]
  const all = Array.from({ length: sizeOf(losses.shape) }, (_, place) => place)
  return all.filter((place) => cellAt(local, losses, port, place) === cell)
}

// ---- Forward --------------------------------------------------------------------------------------------------------

function value(said: LossWords, { local, cell, name, number }: ValueAt): Known {
  const losses = lossesOf(local)
  const { shape, divisor, separate, ports } = losses
  const places = separate ? [cell.index] : Array.from({ length: sizeOf(shape) }, (_, place) => place)
  const numbers = places.map((place) => outputOf(losses.each, "output")?.data[place] ?? Number.NaN)
  const termOf = (i: number): Term => {
    const place = places[i] ?? 0
    const from = inputFactor(local, "input", cellAt(local, losses, "input", place))
    const words = `${said.loss}${places.length === 1 ? "" : ` at ${addressWords(shape, place)}`}`
    return productOf(madeFactor(words, numbers[i] ?? Number.NaN, from), shareOf(divisor))
  }
  const products = Float64Array.from(numbers, (one) => one / divisor)
  return {
    words: said.words,
    ...largestTerms(products, termOf),
    worked: said.tex === null ? null : workedTex(said.tex, local, losses, places, name, number),
    lit: ports.map((port) =>
      litInput(
        local,
        port,
        places.map((place) => cellAt(local, losses, port, place)),
      ),
    ),
  }
}

function workedTex(
  tex: NonNullable<LossWords["tex"]>,
  local: LocalNode,
  losses: Losses,
  places: readonly number[],
  name: string,
  number: number,
): string {
  const numberAt = (port: string, place: number): string =>
    texNumber(held(local, port).data[cellAt(local, losses, port, place)] ?? Number.NaN)
  const listed = places.slice(0, WRITTEN).map((place) => tex(numberAt("input", place), numberAt("target", place)))
  const sum = [...listed, ...(places.length > WRITTEN ? ["\\cdots"] : [])].join(" + ")
  const mean = losses.divisor === 1 ? sum : `\\frac{1}{${losses.divisor}} \\left(${sum}\\right)`
  return `${name} = ${mean} = ${texNumber(number, false)}`
}

// ---- Backward -------------------------------------------------------------------------------------------------------

function gradient(said: LossWords, at: GradientAt): Known | null {
  const { local, cell, port } = at
  const words = said.slope[port]
  if (words === undefined) return null
  const losses = lossesOf(local)
  const slopes = slopesOf(losses, port)
  if (slopes === null) return null
  const places = placesOf(local, losses, port, cell.index)
  const weighted = port !== "weight" && isThere(local, "weight") ? `${words}, weighted` : words
  const g = (place: number): number => at.upstream("output")?.data[losses.separate ? place : 0] ?? 0
  const products = Float64Array.from(places, (place) => (g(place) * (slopes.data[place] ?? 0)) / losses.divisor)
  const termOf = (i: number): Term => {
    const place = places[i] ?? 0
    const slope = madeFactor(weighted, slopes.data[place] ?? 0, inputFactor(local, port, cell.index))
    return productOf(upstreamFactor(at, "output", losses.separate ? place : 0), slope, shareOf(losses.divisor))
  }
  return {
    words:
      places.length === 1 ? "Upstream gradient × slope of its loss." : "A sum over the losses that it takes part in.",
    ...largestTerms(products, termOf),
    worked: null,
    lit: [{ name: `${local.node.id}:output`, side: "gradient", cells: new Set(losses.separate ? places : [0]) }],
  }
}

/** ∂ℓ/∂port of every loss. */
function slopesOf({ each }: Losses, port: string): Tensor | null {
  const output = outputOf(each, "output")
  return output === null ? null : sentBack(each, { output: full(output.shape, 1, "float64") })({ name: port })
}
