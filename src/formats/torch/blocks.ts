// Which parts of a document become modules of their own: ids with dots say it as PyTorch's names do, `layer1.0.conv1`. A part
// that a path leaves and enters again cannot be called as one: its nodes stand in the part around it.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { circles, topologicalOrder } from "../../graph/analysis/order.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { KnownNode } from "./statements.ts"

/** A module: nodes and modules in the order in which they are called. */
export interface Block {
  /** `layer1.0`; empty for the network. */
  readonly path: string
  readonly members: readonly Member[]
  /** What comes in from outside and what goes out, each once, in the order of the members. */
  readonly inputs: readonly Source[]
  readonly outputs: readonly Source[]
}
export type Member = { readonly node: KnownNode } | { readonly block: Block }

/** The nodes as a tree of modules. `outside`: places that the network itself answers. */
export function blocksOf(analysis: Analysis, nodes: readonly KnownNode[], outside: ReadonlySet<string>): Block {
  const tree = treeOf(nodes)
  return ordered(analysis, "", tree, outside, nodes)
}

/** A part before it is known whether it can be one. */
interface Part {
  readonly path: string
  readonly nodes: KnownNode[]
  readonly parts: Map<string, Part>
}

function treeOf(nodes: readonly KnownNode[]): Part {
  const root: Part = { path: "", nodes: [], parts: new Map() }
  for (const node of nodes) {
    let at = root
    // What the network is given is an argument of the whole.
    const steps = isArgument(node) ? [] : node.id.split(".").slice(0, -1)
    for (const step of steps) {
      const path = at.path === "" ? step : `${at.path}.${step}`
      const part = at.parts.get(step) ?? { path, nodes: [], parts: new Map() }
      at.parts.set(step, part)
      at = part
    }
    at.nodes.push(node)
  }
  return root
}

/** Whether a node is an argument of the network. */
export function isArgument({ op }: KnownNode): boolean {
  return "source" in op.torch && op.torch.source === "argument"
}

type Piece = { readonly node: KnownNode } | { readonly part: Part }

/** The pieces of a part in an order in which they can be called; parts in a circle are taken apart. */
function ordered(
  analysis: Analysis,
  path: string,
  part: Part,
  outside: ReadonlySet<string>,
  all: readonly KnownNode[],
): Block {
  let pieces = opened(part)
  const places = new Map(all.map(({ id }, i) => [id, i]))
  for (;;) {
    pieces = [...pieces].sort((a, b) => first(a, places) - first(b, places))
    const successors = successorsOf(analysis, pieces)
    const bad = new Set(circles(successors).flat())
    if (bad.size > 0) {
      pieces = pieces.flatMap((piece, i) => (bad.has(i) && "part" in piece ? opened(piece.part) : [piece]))
      continue
    }
    const order = topologicalOrder(successors)
    const sorted = order.flatMap((i) => pieces[i] ?? [])
    const inside = new Set(sorted.flatMap(nodesIn).map(({ id }) => id))
    const members = sorted.map(
      (piece): Member =>
        "node" in piece ? piece : { block: ordered(analysis, piece.part.path, piece.part, outside, all) },
    )
    return { path, members, ...boundary(analysis, sorted.flatMap(nodesIn), inside, outside) }
  }
}

function opened(part: Part): readonly Piece[] {
  return [...part.nodes.map((node) => ({ node })), ...[...part.parts.values()].map((inner) => ({ part: inner }))]
}

function nodesIn(piece: Piece): readonly KnownNode[] {
  return "node" in piece
    ? [piece.node]
    : [...piece.part.nodes, ...[...piece.part.parts.values()].flatMap((part) => nodesIn({ part }))]
}

function first(piece: Piece, places: ReadonlyMap<string, number>): number {
  return Math.min(...nodesIn(piece).map(({ id }) => places.get(id) ?? 0))
}

function successorsOf(analysis: Analysis, pieces: readonly Piece[]): readonly number[][] {
  const pieceOf = new Map(pieces.flatMap((piece, i) => nodesIn(piece).map(({ id }) => [id, i] as const)))
  return pieces.map((piece, i) => {
    const next = nodesIn(piece).flatMap(({ id }) =>
      (analysis.leaving.get(id) ?? []).flatMap(({ to }) => {
        const j = pieceOf.get(to.node)
        return j === undefined || (j === i && "part" in piece) ? [] : [j]
      }),
    )
    return [...new Set(next)]
  })
}

function boundary(
  analysis: Analysis,
  nodes: readonly KnownNode[],
  inside: ReadonlySet<string>,
  outside: ReadonlySet<string>,
): Pick<Block, "inputs" | "outputs"> {
  const inputs = new Map<string, Source>()
  const outputs = new Map<string, Source>()
  for (const { id, op } of nodes) {
    for (const { from } of analysis.entering.get(id) ?? []) {
      if (!inside.has(from.node)) inputs.set(placeName(from), from)
    }
    for (const { from, to } of analysis.leaving.get(id) ?? []) {
      if (!inside.has(to.node)) outputs.set(placeName(from), from)
    }
    for (const port of Object.keys(op.outputs)) {
      for (const place of outside) {
        if (place === `${id}:${port}`) outputs.set(place, { node: id, port })
      }
    }
  }
  return { inputs: [...inputs.values()], outputs: [...outputs.values()] }
}
