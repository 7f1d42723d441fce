// Graphs of up to 40 nodes and 60 wires for automatic layout: the gallery without its places, networks that people wrote by
// hand or in shorthand, and chains, branches and encoders with decoders by chance.

import { readdirSync, readFileSync } from "node:fs"
import { buildFromShorthand } from "../../../src/formats/shorthand/shorthand.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { DRAWN_GRAPHS } from "../../e2e/drawnGraphs.ts"
import { Builder } from "../../graph/networks.ts"

interface Named {
  readonly name: string
  readonly document: GradwireDocument
}

const MOST_NODES = 40
const SHORTHAND = [
  "INPUT 28x28x1, CONV3-10, POOL2, CONV3-10, POOL2, FLATTEN, FC-3",
  "INPUT 32x32x3, CONV3-16, POOL2, CONV3-32, POOL2, CONV3-64, POOL2, FLATTEN, FC-128, FC-10",
  "INPUT 28x28x1, FLATTEN, FC-100, FC-10",
]
const FILES = "tests/graph/layouts"

/** The gallery, the networks of tests/graph/layouts and of the browser tests, and some in shorthand. */
export function knownGraphs(): readonly Named[] {
  const read = (file: string): Named => {
    const { document } = readDocument(readFileSync(file, "utf8"))
    if (document === null) throw new Error(`${file} cannot be read.`)
    return { name: file.replace(/^.*\/|\.json$/g, ""), document: unplaced(document) }
  }
  const files = ["graphs", FILES].flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  const typed = SHORTHAND.map((text): Named => {
    const built = buildFromShorthand(text)
    if (!("document" in built)) throw new Error(`${text} cannot be built.`)
    return { name: text, document: built.document }
  })
  const drawn = DRAWN_GRAPHS.map(({ title, text }): Named => {
    const { document } = readDocument(text)
    if (document === null) throw new Error(`${title} cannot be read.`)
    return { name: title, document }
  })
  return [...files.map(read).filter(({ document }) => document.nodes.length <= MOST_NODES), ...typed, ...drawn]
}

function unplaced(document: GradwireDocument): GradwireDocument {
  return { ...document, nodes: document.nodes.map(({ at: _, ...entry }) => entry) as GradwireDocument["nodes"] }
}

/** The same graph for the same number: a chain, branches or an encoder with its decoder, in turn. */
export function randomGraph(number: number): Named {
  const stream = randomStream(number, "layout", "graph")
  const net = new Builder()
  const make = [chain, branches, encoder][number % 3] ?? chain
  make(net, stream.below)
  return { name: `${make.name} ${number}`, document: { ...net.document(), title: `${make.name} ${number}` } }
}

type Below = (most: number) => number

const SIZES = [8, 16, 28, 32, 128]
const CHANNELS = [4, 8, 16, 64, 256]

function start(net: Builder, below: Below): string {
  return net.input([1 + below(3), 1 + below(3), ...Array<number>(2).fill(SIZES[below(SIZES.length)] ?? 8)])
}

function layer(net: Builder, below: Below, from: string): string {
  const kind = below(4)
  if (kind === 0) return net.conv(from, CHANNELS[below(CHANNELS.length)] ?? 4, 3)
  return net.add(kind === 1 ? "BatchNorm2d" : kind === 2 ? "ReLU" : "Sigmoid", from)
}

function chain(net: Builder, below: Below): void {
  const count = 3 + below(MOST_NODES - 6)
  let at = start(net, below)
  for (let i = 0; i < count; i++) at = layer(net, below, at)
  net.add("Linear", net.add("Flatten", at), { out_features: 1 + below(1000) })
}

/** Each piece forks into two or three arms of unlike length, which are added up again; some wires lead far ahead. */
function branches(net: Builder, below: Below): void {
  let at = net.conv(start(net, below), 8, 3)
  const same = (from: string): string => (below(3) === 0 ? net.conv(from, 8, 3) : net.add("ReLU", from))
  let skip = at
  const most = 12 + below(MOST_NODES - 16)
  while (net.nodes.length < most - 4) {
    const arms = Array.from({ length: 2 + below(2) }, () => {
      let arm = at
      for (let length = below(3); length > 0 && net.nodes.length < most - 4; length--) arm = same(arm)
      return arm
    })
    at = arms.reduce((sum, arm) => net.sum(sum, arm), skip)
    if (below(2) === 0) skip = at
    at = same(at)
  }
  net.add("Mean", at)
}

/** Down and up again, with a wire across at every depth. */
function encoder(net: Builder, below: Below): void {
  const [depth, blocks] = [1 + below(3), 1 + below(2)]
  const [first] = [4 * (1 + below(4))]
  let at = net.input([1, 1, 32, 32])
  const block = (from: string, channels: number): string => {
    let end = from
    for (let i = 0; i < blocks; i++) end = net.add("ReLU", net.conv(end, channels, 3))
    return end
  }
  const across: string[] = []
  for (let level = 0; level < depth; level++) {
    at = block(at, first * 2 ** level)
    across.push(at)
    at = net.add("MaxPool2d", at, { kernel_size: 2 })
  }
  at = block(at, first * 2 ** depth)
  for (const skip of across.reverse()) {
    const up = net.add("Upsample", at, { scale_factor: 2 })
    const id = `n${net.nodes.length}`
    net.nodes.push({ id, op: "Concat", attrs: { dim: 1 }, inputs: { inputs: [up, skip] } })
    at = block(id, first)
  }
}
