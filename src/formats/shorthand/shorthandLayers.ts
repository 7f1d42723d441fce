// How the course's shorthand names layers: one piece of text each, `CONV3-10 s2`, `POOL2`, `FC-3`. A piece says an op and its
// attributes; what it stands behind is told by whether there is height and width.

import type { Problem } from "../../graph/problem.ts"
import { quote } from "../../graph/problem.ts"
import { nearest } from "../../graph/suggest.ts"
import type { Json } from "../../ops/attributes/attrs.ts"

/** One layer, as it was named. */
export interface Layer {
  /** Stem of its id: `conv`, `fc`. */
  readonly name: string
  readonly op: string
  readonly attrs?: { readonly [name: string]: Json }
}

/** What each layer is called, for help texts. */
export const LAYER_EXAMPLES: readonly string[] = [
  "CONV3-10",
  "CONV5-16 s2 p0",
  "CONV3-8 circular",
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

/** The pieces of a text: between commas, semicolons, arrows and line ends. */
export function piecesOf(text: string): readonly string[] {
  return text
    .split(/[,;\n]|->|→/)
    .map((piece) => piece.trim().replace(/\s+/g, " "))
    .filter((piece) => piece !== "")
}

/** Layers one after the other, and what was taken where a piece left it open. */
export class Chain {
  readonly layers: Layer[] = []
  readonly notes: Problem[] = []
  /** Whether what flows here has height and width; null where that is not known. */
  isMap: boolean | null

  constructor(isMap: boolean | null) {
    this.isMap = isMap
  }

  add(name: string, op: string, attrs?: { readonly [name: string]: Json }): void {
    this.layers.push({ name, op, ...(attrs === undefined ? {} : { attrs }) })
  }

  note(sentence: string): void {
    this.notes.push({ code: "GW-S402", severity: "warning", sentence })
  }
}

/** Layers, or why a text names none. */
type LayersRead =
  | { readonly layers: readonly Layer[]; readonly notes: readonly Problem[] }
  | { readonly problem: string }

/** Reads layers without an input before them. `isMap`: whether what they come behind has height and width, if known. */
export function readLayers(text: string, isMap: boolean | null): LayersRead {
  const chain = new Chain(null)
  for (const piece of piecesOf(text)) {
    const wrong = addLayer(chain, piece, isMap ?? true)
    if (wrong !== null) return { problem: `${quote(piece)}: ${wrong}${wrong.endsWith("?") ? "" : "."}` }
  }
  return chain.layers.length === 0 ? { problem: "No layer is named." } : chain
}

/** True where a text begins as a layer does, so that what is wrong with the rest is worth saying. */
export function beginsAsLayer(text: string): boolean {
  const [piece = ""] = piecesOf(text)
  const [word = "", rest = ""] = splitWord(piece)
  return LAYERS.has(word) && /\d/.test(rest)
}

/** A layer's way of adding itself, from the text after its name. Answers what is wrong, or null. */
type Reader = (chain: Chain, rest: string, asMap: boolean) => string | null

function bare(name: string, op: string, attrs?: { readonly [name: string]: Json }): Reader {
  return (chain, rest) => {
    if (rest !== "") return `nothing may follow ${name.toUpperCase()}, found ${quote(rest)}`
    chain.add(name, op, attrs)
    return null
  }
}

const LAYERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["CONV", addConv],
  ["POOL", (chain, rest) => addPool(chain, rest, "MaxPool2d")],
  ["MAXPOOL", (chain, rest) => addPool(chain, rest, "MaxPool2d")],
  ["AVGPOOL", (chain, rest) => addPool(chain, rest, "AvgPool2d")],
  ["GAP", addGlobalPool],
  ["FLATTEN", addFlatten],
  ["FC", addFullyConnected],
  [
    "BN",
    (chain, rest, asMap) => bare("bn", (chain.isMap ?? asMap) ? "BatchNorm2d" : "BatchNorm1d")(chain, rest, asMap),
  ],
  ["DROPOUT", addDropout],
  ["RELU", bare("relu", "ReLU")],
  ["SIGMOID", bare("sigmoid", "Sigmoid")],
  ["TANH", bare("tanh", "Tanh")],
  ["SOFTMAX", bare("softmax", "Softmax", { dim: 1 })],
])

/** Adds the layer that a piece names; `asMap` stands where the chain does not know. Answers what is wrong, or null. */
export function addLayer(chain: Chain, piece: string, asMap = true): string | null {
  const [word = "", rest = ""] = splitWord(piece)
  const layer = LAYERS.get(word)
  if (layer !== undefined) return layer(chain, rest, asMap)
  if (word === "INPUT") return "INPUT stands only at the beginning"
  const names = [...LAYERS.keys()]
  const hint = nearest(word, names)
  return `no layer is called so; there are ${names.join(", ")}${hint === null ? "" : `; did you mean ${hint}?`}`
}

function splitWord(piece: string): readonly string[] {
  const word = /^[a-z]+/i.exec(piece)?.[0] ?? ""
  return [word.toUpperCase(), piece.slice(word.length).trim()]
}

/** What padding cells hold, other than zeros. */
const PADDING_WORDS = ["circular", "reflect", "replicate"] as const

const CONV = /^([1-9]\d{0,3})(?: ?[x×*] ?([1-9]\d{0,3}))? ?- ?([1-9]\d{0,5})((?: [a-z]+\d*)*)$/i

function addConv(chain: Chain, rest: string): string | null {
  const match = CONV.exec(rest)
  if (match === null) {
    return "expected kernel size, a hyphen and the number of filters, both at least 1, such as CONV3-10, then perhaps stride s2, padding p0, nobias, circular"
  }
  if (chain.isMap === false)
    return "a convolution needs height and width, but here are only features; put it before FLATTEN"
  const [, first = "", second = first, filters = "", options = ""] = match
  const read = readOptions(options, ["s", "p", "d", "g"], ["nobias", ...PADDING_WORDS])
  if (typeof read === "string") return read
  const kernel = [+first, +second]
  const dilation = read.get("d") ?? 1
  // "Same" padding, as the course's sheets assume, where the kernel is odd.
  const same = kernel.map((k) => (k % 2 === 1 ? (dilation * (k - 1)) / 2 : 0))
  const padding = read.has("p") ? [read.get("p") ?? 0, read.get("p") ?? 0] : same
  const modes = PADDING_WORDS.filter((word) => read.has(word))
  if (modes.length > 1) return `padding cells hold one thing: ${modes.join(" or ")}`
  if (!read.has("p")) noteEven(chain, `CONV${rest}`, kernel, padding)
  chain.add("conv", "Conv2d", {
    out_channels: +filters,
    kernel_size: oneOrBoth(kernel),
    ...(read.has("s") ? { stride: read.get("s") ?? 1 } : {}),
    ...(padding.some((cells) => cells > 0) ? { padding: oneOrBoth(padding) } : {}),
    ...(modes.length > 0 ? { padding_mode: modes[0] ?? "zeros" } : {}),
    ...(read.has("d") ? { dilation } : {}),
    ...(read.has("g") ? { groups: read.get("g") ?? 1 } : {}),
    ...(read.has("nobias") ? { bias: false } : {}),
  })
  chain.isMap = true
  return null
}

/** An even kernel has no middle, so no padding keeps the size: which one was taken is said. */
function noteEven(chain: Chain, piece: string, kernel: readonly number[], padding: readonly number[]): void {
  if (kernel.every((k) => k % 2 === 1)) return
  const size = kernel[0] === kernel[1] ? `${kernel[0]}` : kernel.join("×")
  const taken = padding[0] === padding[1] ? `${padding[0]}` : padding.join("×")
  const why = `a kernel of ${size} is even, and no padding keeps height and width`
  chain.note(`${quote(piece)} took padding ${taken}: ${why}. Write p1 behind it for another.`)
}

function oneOrBoth(pair: readonly number[]): Json {
  return pair[0] === pair[1] ? (pair[0] ?? 0) : pair
}

function addPool(chain: Chain, rest: string, op: string): string | null {
  const match = /^-?([1-9]\d{0,3})((?: [a-z]+\d*)*)$/i.exec(rest)
  if (match === null)
    return "expected the size of the window, at least 1, such as POOL2, then perhaps stride s2, padding p1"
  if (chain.isMap === false) return "a pool needs height and width, but here are only features; put it before FLATTEN"
  const read = readOptions(match[2] ?? "", ["s", "p"], [])
  if (typeof read === "string") return read
  chain.add("pool", op, {
    kernel_size: Number(match[1]),
    ...(read.has("s") ? { stride: read.get("s") ?? 1 } : {}),
    ...(read.has("p") ? { padding: read.get("p") ?? 0 } : {}),
  })
  chain.isMap = true
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
    if (digits !== "" && name !== "p" && Number(digits) === 0) return `the option ${quote(option)} must be at least 1`
    options.set(name, Number(digits))
  }
  return options
}

function addGlobalPool(chain: Chain, rest: string): string | null {
  if (rest !== "") return `nothing may follow GAP, found ${quote(rest)}`
  if (chain.isMap === false) return "global average pooling needs height and width, but here are only features"
  chain.add("gap", "AdaptiveAvgPool2d", { output_size: 1 })
  chain.add("flatten", "Flatten")
  chain.isMap = false
  return null
}

function addFlatten(chain: Chain, rest: string): string | null {
  if (rest !== "") return `nothing may follow FLATTEN, found ${quote(rest)}`
  // GAP has left features only; the sheets write FLATTEN after it or leave it out.
  if (chain.isMap === false) return null
  chain.add("flatten", "Flatten")
  chain.isMap = false
  return null
}

function addFullyConnected(chain: Chain, rest: string): string | null {
  const match = /^-? ?([1-9]\d{0,6})( nobias)?$/i.exec(rest)
  if (match === null) return "expected the number of outputs, at least 1, such as FC-3"
  if (chain.isMap) return "a fully connected layer takes features, but here are height and width; put FLATTEN before it"
  chain.add("fc", "Linear", { out_features: Number(match[1]), ...(match[2] === undefined ? {} : { bias: false }) })
  chain.isMap = false
  return null
}

function addDropout(chain: Chain, rest: string): string | null {
  const match = /^-? ?\(?(\d?\.?\d{0,6})\)?$/.exec(rest)
  const p = rest === "" ? 0.5 : Number(match?.[1] || Number.NaN)
  if (!(p >= 0 && p <= 1)) return "expected the share that is dropped, from 0 to 1, such as DROPOUT0.5"
  chain.add("dropout", "Dropout", { p })
  return null
}
