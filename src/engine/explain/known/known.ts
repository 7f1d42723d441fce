// What a closed form of an op's own answers: the terms of one cell, worked out from the node's tensors alone.

import { addressOf, flatIndex } from "../../../tensor/address.ts"
import { type Shape, sizeOf, type Tensor } from "../../../tensor/tensor.ts"
import {
  type Asked,
  type Explanation,
  type Factor,
  LISTED,
  type LitCells,
  largestAt,
  restOf,
  type Term,
} from "../terms/explanation.ts"
import { type LocalNode, outputOf, tensorOn } from "../terms/local.ts"
import { cellOn, cellWords } from "../terms/names.ts"

/** What a rule that knows its op says of one cell. */
export interface Known {
  readonly words: string
  readonly terms: readonly Term[]
  /** Of a long sum: the terms that are not among these, and the whole. */
  readonly rest?: { readonly more: NonNullable<Explanation["more"]>; readonly total: number }
  /** The same with the numbers put in, LaTeX; null for the sum of the terms as it stands. */
  readonly worked: string | null
  /** Cells that take part beside those of the terms. */
  readonly lit?: readonly LitCells[]
}

/** A cell of an output, and the node that made it. */
export interface ValueAt extends Asked {
  readonly local: LocalNode
  /** The output port. */
  readonly port: string
}

/** A cell of the gradient of a port or param, and the node that it comes back from. */
export interface GradientAt extends Asked {
  readonly local: LocalNode
  /** The port or param whose gradient is asked for. */
  readonly port: string
  /** What came back to an output; undefined where nothing did. */
  readonly upstream: (port: string) => Tensor | undefined
}

/** Either may answer null: then there is nothing better to say than for any op. */
export interface KnownRule {
  readonly value?: (at: ValueAt) => Known | null
  readonly gradient?: (at: GradientAt) => Known | null
}

/** Whether something is wired to a port, or a param is there. */
export function isThere({ context }: LocalNode, port: string): boolean {
  return (context.inputs[port] ?? context.params[port]) != null
}

/** The one tensor that an input or param of this name holds. */
export function held(local: LocalNode, port: string): Tensor {
  return tensorOn(local, { name: port })
}

/** An attribute that is one number; NaN where the op has none of this name. */
export function attrNumber({ context }: LocalNode, name: string): number {
  return Number(context.attrs[name])
}

/** Cell `index` of what is wired to a port. */
export function inputFactor(local: LocalNode, port: string, index: number): Factor {
  const tensor = held(local, port)
  const cell = cellOn(local.node, { name: port }, index)
  return { words: cellWords(cell.name, tensor.shape, index), number: tensor.data[index] ?? Number.NaN, cell }
}

/** Cell `index` of another output of the node itself. */
export function outputFactor(local: LocalNode, port: string, index: number): Factor {
  const tensor = outputOf(local, port)
  const name = `${local.node.id}:${port}`
  const words = cellWords(name, tensor?.shape ?? [], index)
  return { words, number: tensor?.data[index] ?? Number.NaN, cell: { name, side: "value", index } }
}

/** What came back to cell `index` of an output. */
export function upstreamFactor(at: GradientAt, port: string, index: number): Factor {
  const name = `${at.local.node.id}:${port}`
  const tensor = at.upstream(port)
  const words = `∂L/∂${cellWords(name, tensor?.shape ?? [], index)}`
  return { words, number: tensor?.data[index] ?? 0, cell: { name, side: "gradient", index } }
}

/** Cells of what is wired to a port, or of a param, that take part. */
export function litInput(local: LocalNode, port: string, cells: Iterable<number>): LitCells {
  const { name, side } = cellOn(local.node, { name: port }, 0)
  return { name, side, cells: new Set(cells) }
}

/** The cells of a tensor that are brought together in one cell of the shape that is kept, in order. */
export function cellsInto(shape: Shape, kept: Shape, output: number): readonly number[] {
  const all = Array.from({ length: sizeOf(shape) }, (_, k) => k)
  return all.filter((k) => flatIndex(kept, addressOf(shape, k)) === output)
}

/** A number that stands nowhere; `from`: an input cell that it was worked out from. */
export function madeFactor(words: string, number: number, from?: Factor): Factor {
  return from?.cell == null ? { words, number, cell: null } : { words, number, cell: null, from: from.cell }
}

/** A product; factors of exactly 1 that stand nowhere are left out. */
export function productOf(...factors: readonly (Factor | null)[]): Term {
  const said = factors.filter(
    (factor): factor is Factor =>
      factor !== null && (factor.cell !== null || factor.from !== undefined || factor.number !== 1),
  )
  return { factors: said, product: said.reduce((product, { number }) => product * number, 1) }
}

/** 1/n; null where nothing is divided. */
export function shareOf(count: number, sign = 1): Factor | null {
  const words = `${sign < 0 ? "−" : ""}1/${Number.isInteger(count) ? count : "n"}`
  return count === 1 && sign === 1 ? null : madeFactor(count === 1 ? "−1" : words, sign / count)
}

/** The cell of a smaller tensor that is used at an address of the one that it is broadcast to. */
export function broadcastCell(shape: Shape, address: readonly number[]): number {
  return flatIndex(shape, address.slice(address.length - shape.length))
}

/** `[0, 2]`. */
export function addressWords(shape: Shape, index: number): string {
  return `[${addressOf(shape, index).join(", ")}]`
}

/** Of a long sum only the largest terms are made, and the others summed. */
export function largestTerms(products: Float64Array, termOf: (i: number) => Term): Pick<Known, "terms" | "rest"> {
  if (products.length <= LISTED) return { terms: Array.from(products.keys(), termOf) }
  const largest = largestAt(products.length, (i) => products[i] ?? 0)
  const total = products.reduce((whole, product) => whole + product, 0)
  return { terms: largest.map(termOf), rest: { more: restOf(products, largest), total } }
}
