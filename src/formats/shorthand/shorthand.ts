// The course's shorthand for a chain of layers, `INPUT 28x28x1, CONV3-10, POOL2, FLATTEN, FC-3`, to a document. Knows how
// layers are named, not what fits: shapes that clash are found by the analysis, as everywhere.

import type { GradwireDocument, NodeDocument } from "../../graph/document.ts"
import { MAX_TITLE } from "../../graph/limits.ts"
import { type Problem, quote } from "../../graph/problem.ts"
import { addLayer, Chain, LAYER_EXAMPLES, type Layer, piecesOf } from "./shorthandLayers.ts"

/** A document, with what was taken where a piece left it open; or the first piece that could not be read. */
type Built = { readonly document: GradwireDocument; readonly notes: readonly Problem[] } | { readonly problem: Problem }

/** What each piece is called, for help texts. */
export const SHORTHAND_EXAMPLES: readonly string[] = ["INPUT 28x28x1", ...LAYER_EXAMPLES]

/** Reads a network from the course's shorthand. Case does not matter; ×, x and * are the same. */
export function buildFromShorthand(text: string): Built {
  const pieces = piecesOf(text)
  const [first, ...rest] = pieces
  if (first === undefined) return refuse(1, "", "nothing is written here; begin with INPUT 28x28x1")
  const input = readInput(first)
  if (typeof input === "string") return refuse(1, first, input)
  const chain = new Chain(input.length === 4)
  for (const [at, piece] of rest.entries()) {
    const wrong = addLayer(chain, piece)
    if (wrong !== null) return refuse(at + 2, piece, wrong)
  }
  const title = pieces.join(", ").slice(0, MAX_TITLE)
  return {
    document: { gradwire: 1, title, seed: 0, nodes: nodesOf(input, chain.layers), view: { shapes: "HWC" } },
    notes: chain.notes,
  }
}

function refuse(place: number, piece: string, reason: string): Built {
  const sentence = `Piece ${place}${piece === "" ? "" : `, ${quote(piece)}`}: ${reason}${reason.endsWith("?") ? "" : "."}`
  return { problem: { code: "GW-S401", severity: "error", sentence, found: piece } }
}

/** An Input, and the layers wired one after the other behind it. */
function nodesOf(shape: readonly number[], layers: readonly Layer[]): readonly NodeDocument[] {
  const counts = new Map<string, number>()
  let last = "input"
  const nodes: NodeDocument[] = [{ id: last, op: "Input", attrs: { shape } }]
  for (const { name, op, attrs } of layers) {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    const id = `${name}${count}`
    nodes.push({ id, op, ...(attrs === undefined ? {} : { attrs }), inputs: { input: last } })
    last = id
  }
  return nodes
}

/** The shape of the Input (one example), or what is wrong with the piece. */
function readInput(piece: string): readonly number[] | string {
  const match = /^input[ -]?(\d{1,6})(?: ?[x×*] ?(\d{1,6}) ?[x×*] ?(\d{1,6}))?$/i.exec(piece)
  if (match === null) {
    return /^input/i.test(piece)
      ? "expected width × height × channels such as INPUT 28x28x1, or a number of features such as INPUT 490"
      : "a network begins with its input, such as INPUT 28x28x1 (width × height × channels)"
  }
  const [, width = "", height, channels] = match
  const shape = height === undefined || channels === undefined ? [1, +width] : [1, +channels, +height, +width]
  return shape.some((n) => n === 0) ? "sizes must be at least 1" : shape
}
