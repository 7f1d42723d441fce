// The course's shorthand for a chain of layers, `INPUT 28x28x1, CONV3-10, POOL2, FLATTEN, FC-3`, to a document. Knows how
// layers are named, not what fits: shapes that clash are found by the analysis, as everywhere.

import type { GradwireDocument, NodeDocument } from "../graph/document.ts"
import { MAX_TITLE } from "../graph/limits.ts"
import { type Problem, quote } from "../graph/problem.ts"
import { nearest } from "../graph/suggest.ts"
import type { Json } from "../ops/attrs.ts"

/** A document, or the first piece that could not be read. */
type Built = { readonly document: GradwireDocument } | { readonly problem: Problem }

/** What each layer is called, for help texts. */
export const SHORTHAND_EXAMPLES: readonly string[] = [
  "INPUT 28x28x1",
  "CONV3-10",
  "CONV5-16 s2 p0",
  "POOL2",
  "AVGPOOL2",
  "RELU",
  "SIGMOID",
  "TANH",
  "BN",
  "DROPOUT0.5",
  "GAP",
  "FLATTEN",
  "FC-3",
  "SOFTMAX",
]

/** Reads a network from the course's shorthand. Case does not matter; ×, x and * are the same. */
export function buildFromShorthand(text: string): Built {
  const pieces = text
    .split(/[,;\n]|->|→/)
    .map((piece) => piece.trim().replace(/\s+/g, " "))
    .filter((piece) => piece !== "")
  const [first, ...rest] = pieces
  if (first === undefined) return refuse(1, "", "nothing is written here; begin with INPUT 28x28x1")
  const input = readInput(first)
  if (typeof input === "string") return refuse(1, first, input)
  const chain = new Chain(input)
  for (const [at, piece] of rest.entries()) {
    const wrong = addLayer(chain, piece)
    if (wrong !== null) return refuse(at + 2, piece, wrong)
  }
  const title = pieces.join(", ").slice(0, MAX_TITLE)
  return { document: { gradwire: 1, title, seed: 0, nodes: chain.nodes, view: { shapes: "HWC" } } }
}

function refuse(place: number, piece: string, reason: string): Built {
  const sentence = `Piece ${place}${piece === "" ? "" : `, ${quote(piece)}`}: ${reason}${reason.endsWith("?") ? "" : "."}`
  return { problem: { code: "GW-S401", severity: "error", sentence, found: piece } }
}

/** Nodes wired one after the other. */
class Chain {
  readonly nodes: NodeDocument[] = []
  /** Whether what flows here has height and width. */
  isMap: boolean
  private last = "input"
  private readonly counts = new Map<string, number>()

  constructor(shape: readonly number[]) {
    this.isMap = shape.length === 4
    this.nodes.push({ id: "input", op: "Input", attrs: { shape } })
  }

  add(name: string, op: string, attrs?: { readonly [name: string]: Json }): void {
    const count = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, count)
    const id = `${name}${count}`
    this.nodes.push({ id, op, ...(attrs === undefined ? {} : { attrs }), inputs: { input: this.last } })
    this.last = id
  }
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

/** A layer's way of adding itself, from the text after its name. Answers what is wrong, or null. */
type Layer = (chain: Chain, rest: string) => string | null

function bare(name: string, op: string, attrs?: { readonly [name: string]: Json }): Layer {
  return (chain, rest) => {
    if (rest !== "") return `nothing may follow ${name.toUpperCase()}, found ${quote(rest)}`
    chain.add(name, op, attrs)
    return null
  }
}

const LAYERS: ReadonlyMap<string, Layer> = new Map<string, Layer>([
  ["CONV", addConv],
  ["POOL", (chain, rest) => addPool(chain, rest, "MaxPool2d")],
  ["MAXPOOL", (chain, rest) => addPool(chain, rest, "MaxPool2d")],
  ["AVGPOOL", (chain, rest) => addPool(chain, rest, "AvgPool2d")],
  ["GAP", addGlobalPool],
  ["FLATTEN", addFlatten],
  ["FC", addFullyConnected],
  ["BN", (chain, rest) => bare("bn", chain.isMap ? "BatchNorm2d" : "BatchNorm1d")(chain, rest)],
  ["DROPOUT", addDropout],
  ["RELU", bare("relu", "ReLU")],
  ["SIGMOID", bare("sigmoid", "Sigmoid")],
  ["TANH", bare("tanh", "Tanh")],
  ["SOFTMAX", bare("softmax", "Softmax", { dim: 1 })],
])

function addLayer(chain: Chain, piece: string): string | null {
  const [word = "", rest = ""] = splitWord(piece)
  const layer = LAYERS.get(word)
  if (layer !== undefined) return layer(chain, rest)
  if (word === "INPUT") return "INPUT stands only at the beginning"
  const names = [...LAYERS.keys()]
  const hint = nearest(word, names)
  return `no layer is called so; there are ${names.join(", ")}${hint === null ? "" : `; did you mean ${hint}?`}`
}

function splitWord(piece: string): readonly string[] {
  const word = /^[a-z]+/i.exec(piece)?.[0] ?? ""
  return [word.toUpperCase(), piece.slice(word.length).trim()]
}

const CONV = /^(\d{1,4})(?: ?[x×*] ?(\d{1,4}))? ?- ?(\d{1,6})((?: [a-z]+\d*)*)$/i

function addConv(chain: Chain, rest: string): string | null {
  const match = CONV.exec(rest)
  if (match === null) {
    return "expected kernel size, a hyphen and the number of filters, such as CONV3-10, then perhaps stride s2, padding p0, nobias"
  }
  if (!chain.isMap) return "a convolution needs height and width, but here are only features; put it before FLATTEN"
  const [, first = "", second = first, filters = "", options = ""] = match
  const read = readOptions(options, ["s", "p", "d", "g"], ["nobias"])
  if (typeof read === "string") return read
  const kernel = [+first, +second]
  const dilation = read.get("d") ?? 1
  // "Same" padding, as the course's sheets assume, where the kernel is odd.
  const same = kernel.map((k) => (k % 2 === 1 ? (dilation * (k - 1)) / 2 : 0))
  const padding = read.has("p") ? [read.get("p") ?? 0, read.get("p") ?? 0] : same
  chain.add("conv", "Conv2d", {
    out_channels: +filters,
    kernel_size: oneOrBoth(kernel),
    ...(read.has("s") ? { stride: read.get("s") ?? 1 } : {}),
    ...(padding.some((cells) => cells > 0) ? { padding: oneOrBoth(padding) } : {}),
    ...(read.has("d") ? { dilation } : {}),
    ...(read.has("g") ? { groups: read.get("g") ?? 1 } : {}),
    ...(read.has("nobias") ? { bias: false } : {}),
  })
  return null
}

function oneOrBoth(pair: readonly number[]): Json {
  return pair[0] === pair[1] ? (pair[0] ?? 0) : pair
}

function addPool(chain: Chain, rest: string, op: string): string | null {
  const match = /^-?(\d{1,4})((?: [a-z]+\d*)*)$/i.exec(rest)
  if (match === null) return "expected the size of the window, such as POOL2, then perhaps stride s2, padding p1"
  if (!chain.isMap) return "a pool needs height and width, but here are only features; put it before FLATTEN"
  const read = readOptions(match[2] ?? "", ["s", "p"], [])
  if (typeof read === "string") return read
  chain.add("pool", op, {
    kernel_size: Number(match[1]),
    ...(read.has("s") ? { stride: read.get("s") ?? 1 } : {}),
    ...(read.has("p") ? { padding: read.get("p") ?? 0 } : {}),
  })
  return null
}

/** Options such as ` s2 p0 nobias`, or what is wrong with them. */
function readOptions(
  text: string,
  letters: readonly string[],
  words: readonly string[],
): ReadonlyMap<string, number> | string {
  const options = new Map<string, number>()
  for (const option of text.split(" ").filter((part) => part !== "")) {
    const [, name = "", digits = ""] = /^([a-z]+)(\d*)$/i.exec(option.toLowerCase()) ?? []
    const fits = digits === "" ? words.includes(name) : letters.includes(name)
    if (!fits) {
      const allowed = [...letters.map((letter) => `${letter}1`), ...words].join(", ")
      return `the option ${quote(option)} is not known; there are ${allowed}`
    }
    options.set(name, Number(digits))
  }
  return options
}

function addGlobalPool(chain: Chain, rest: string): string | null {
  if (rest !== "") return `nothing may follow GAP, found ${quote(rest)}`
  if (!chain.isMap) return "global average pooling needs height and width, but here are only features"
  chain.add("gap", "AdaptiveAvgPool2d", { output_size: 1 })
  chain.add("flatten", "Flatten")
  chain.isMap = false
  return null
}

function addFlatten(chain: Chain, rest: string): string | null {
  if (rest !== "") return `nothing may follow FLATTEN, found ${quote(rest)}`
  // GAP has left features only; the sheets write FLATTEN after it or leave it out.
  if (!chain.isMap) return null
  chain.add("flatten", "Flatten")
  chain.isMap = false
  return null
}

function addFullyConnected(chain: Chain, rest: string): string | null {
  const match = /^-? ?(\d{1,7})( nobias)?$/i.exec(rest)
  if (match === null) return "expected the number of outputs, such as FC-3"
  if (chain.isMap) return "a fully connected layer takes features, but here are height and width; put FLATTEN before it"
  chain.add("fc", "Linear", { out_features: Number(match[1]), ...(match[2] === undefined ? {} : { bias: false }) })
  return null
}

function addDropout(chain: Chain, rest: string): string | null {
  const match = /^-? ?\(?(\d?\.?\d{0,6})\)?$/.exec(rest)
  const p = rest === "" ? 0.5 : Number(match?.[1] || Number.NaN)
  if (!(p >= 0 && p <= 1)) return "expected the share that is dropped, from 0 to 1, such as DROPOUT0.5"
  chain.add("dropout", "Dropout", { p })
  return null
}
