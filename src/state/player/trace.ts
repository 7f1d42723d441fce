// The one cell that a playback follows, written in full: root mean squares do not add, the numbers of one cell do. At each
// place the cell that corresponds to it is read, and on each wire what it carries of that cell.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName, type Wire } from "../../graph/wire.ts"
import { addressOf, flatIndex } from "../../tensor/address.ts"
import { type Shape, sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { Window } from "../../tensor/window.ts"
import { allOf, mapped, type Reading, windowOf } from "../run/numbers.ts"
import type { RunTensor } from "../run/shown.ts"
import type { Piece, Sequence } from "./playerSteps.ts"

export type Cell = readonly number[]

export interface Trace {
  readonly sequence: Sequence
  /** By place, `node:port`. */
  readonly cells: ReadonlyMap<string, Cell>
  /** At a place. */
  readonly values: ReadonlyMap<string, number>
  /** The sum at a place. */
  readonly gradients: ReadonlyMap<string, number>
  /** What came back along a wire, by its id. */
  readonly wires: ReadonlyMap<string, number>
}

/** With more wires than these no single number can be followed by eye. */
const MOST_WIRES = 64
/** Forks with larger tensors are not searched. */
const MOST_CELLS = 1 << 16
const MOST_FORKS = 6

/** Follows `chosen`, or else the first cell at which the pieces of a fork differ in sign. Null in a graph of very many wires. */
export async function traceOf(sequence: Sequence, chosen: Start | null): Promise<Trace | null> {
  if (sequence.analysis.wires.length > MOST_WIRES) return null
  const start = chosen ?? (await firstOfMixedSign(sequence)) ?? firstCell(sequence)
  return start === null ? null : readTrace(sequence, cellsFrom(sequence, start)).later()
}

export interface Start {
  readonly place: string
  readonly cell: Cell
}

// ---- Where it starts ------------------------------------------------------------------------------------------------

/** Null where no fork has such a cell, or none that is small enough to look at. */
async function firstOfMixedSign({ steps }: Sequence): Promise<Start | null> {
  const forks = steps.filter(({ kind }) => kind === "sum").map(({ pieces }) => pieces)
  for (const pieces of forks.filter(isSearched).slice(0, MOST_FORKS)) {
    const [first, ...others] = await Promise.all(pieces.map(({ tensor }) => windowOf(tensor).later()))
    if (first === undefined) continue
    const index = mixedAt([first, ...others])
    if (index >= 0) return { place: pieces[0]?.place ?? "", cell: addressOf(first.shape, index) }
  }
  return null
}

function isSearched(pieces: readonly Piece[]): boolean {
  return pieces.reduce((sum, { tensor }) => sum + sizeOf(tensor.shape), 0) <= MOST_CELLS
}

/** The first index at which one tensor is positive and another negative; −1 without any. */
function mixedAt(tensors: readonly Tensor[]): number {
  const [first] = tensors
  return (first?.data ?? []).findIndex((_, i) => {
    const numbers = tensors.map(({ data }) => data[i] ?? 0)
    return numbers.some((x) => x > 0) && numbers.some((x) => x < 0)
  })
}

/** Of the first fork, or of the first node that the gradient reaches along a wire. */
function firstCell({ steps, result }: Sequence): Start | null {
  const back = steps.filter(({ phase }) => phase === "backward")
  const from = back.find(({ kind }) => kind === "sum") ?? back.at(-1) ?? steps.at(-1)
  if (from === undefined) return null
  const place = from.pieces[0]?.place ?? result.names("value").find((name) => name.startsWith(`${from.node}:`))
  const shape = place === undefined ? undefined : result.at("value", place)?.shape
  if (place === undefined || shape === undefined || shape.includes(0)) return null
  return { place, cell: shape.map(() => 0) }
}

// ---- The cells that correspond to it --------------------------------------------------------------------------------

/** The cell that is followed at every place which wires lead to, from neighbour to neighbour. */
function cellsFrom({ analysis, result }: Sequence, { place, cell }: Start): ReadonlyMap<string, Cell> {
  const shapeOf = (name: string): Shape | undefined => result.at("value", name)?.shape
  const cells = new Map([[place, cell]])
  const queue = [place]
  const neighbours = neighboursOf(analysis)
  for (let here = queue.shift(); here !== undefined; here = queue.shift()) {
    const [from, at] = [shapeOf(here), cells.get(here)]
    for (const next of neighbours.get(here) ?? []) {
      const to = shapeOf(next)
      if (cells.has(next) || from === undefined || at === undefined || to === undefined || to.includes(0)) continue
      cells.set(next, corresponding(at, from, to))
      queue.push(next)
    }
  }
  return cells
}

/** The places at the other side of a node that a place leads to or comes from. */
function neighboursOf({ wires, nodes }: Analysis): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const join = (a: string, b: string): void => {
    found.set(a, [...(found.get(a) ?? []), b])
    found.set(b, [...(found.get(b) ?? []), a])
  }
  for (const { from, to } of wires)
    for (const port of Object.keys(nodes.get(to.node)?.op?.outputs ?? {})) join(placeName(from), `${to.node}:${port}`)
  return found
}

/**
 * The cell of a tensor of shape `to` that stands where `cell` does in one of shape `from`: the same place in the row of all
 * numbers where there are as many (reshape, flatten), else axis by axis from the last: the same index, the only one, or the
 * one at the same part of the axis (a pool, a stride).
 */
export function corresponding(cell: Cell, from: Shape, to: Shape): Cell {
  if (sizeOf(from) === sizeOf(to) && from.length !== to.length) return addressOf(to, flatIndex(from, cell))
  return to.map((size, axis) => {
    const other = axis + from.length - to.length
    const [length, index] = [from[other] ?? 1, cell[other] ?? 0]
    return length === size ? index : Math.min(size - 1, Math.floor((index * size) / length))
  })
}

// ---- What is read there ---------------------------------------------------------------------------------------------

function readTrace(sequence: Sequence, cells: ReadonlyMap<string, Cell>): Reading<Trace> {
  const { result, analysis } = sequence
  const at = [...cells]
  const ofKind = (kind: "value" | "gradient"): Reading<ReadonlyMap<string, number>> =>
    numbersOf(at.map(([place, cell]) => [place, result.at(kind, place), cell] as const))
  const along = (wire: Wire) => [wire.id, result.at("wire", wire.id), cells.get(placeName(wire.from))] as const
  const all = allOf([ofKind("value"), ofKind("gradient"), numbersOf(analysis.wires.map(along))])
  return mapped(all, ([values = NONE, gradients = NONE, wires = NONE]) => ({
    sequence,
    cells,
    values,
    gradients,
    wires,
  }))
}

const NONE: ReadonlyMap<string, number> = new Map()

type Asked = readonly [name: string, tensor: RunTensor | undefined, cell: Cell | undefined]

function numbersOf(asked: readonly Asked[]): Reading<ReadonlyMap<string, number>> {
  const there = asked.flatMap(([name, tensor, cell]) =>
    tensor === undefined || cell === undefined || cell.length !== tensor.shape.length
      ? []
      : [mapped(windowOf(tensor, windowAt(cell)), ({ data }) => [name, data[0] ?? Number.NaN] as const)],
  )
  return mapped(allOf(there), (numbers) => new Map(numbers))
}

function windowAt(cell: Cell): Window {
  return cell.map((from) => ({ from, to: from + 1 }))
}
