// Another shape by another attribute: the node is asked again with other padding, stride and the like, before shapes are matched.

import { type LocalNode, outputOf, tensorOn } from "../explain/terms/local.ts"
import { smallNode, withAttrs } from "./local.ts"
import { outputAt } from "./rerun/place.ts"
import type { Candidate, ComparedTensor } from "./rerun/subject.ts"

/** Sizes that people mistake, in words, each with the numbers to try beside its own. */
const SIZES: readonly {
  readonly name: string
  readonly words: string
  readonly others: (n: number) => readonly number[]
}[] = [
  { name: "padding", words: "padding", others: (n) => [n - 1, n + 1, n - 2, n + 2] },
  { name: "stride", words: "stride", others: (n) => [1, 2, 3, 4].filter((s) => s !== n) },
  { name: "output_padding", words: "output padding", others: (n) => [n - 1, n + 1] },
  { name: "dilation", words: "dilation", others: (n) => [1, 2, 3].filter((d) => d !== n) },
]

/** An output of another size: under another padding, stride, output padding or dilation; nothing for gradients. */
export function* otherSize(subject: ComparedTensor): Generator<Candidate> {
  const output = subject.side === "value" ? outputAt(subject.analysis, subject.name) : null
  const local = output === null ? null : smallNode(subject.analysis, subject.result, output.node)
  if (local === null || output === null) return
  const { attrs } = local.context
  for (const { name, words, others } of SIZES) {
    const held = name === "stride" && attrs.stride === null ? attrs.kernel_size : attrs[name]
    const own = [held].flat().map(Number)
    if (held === undefined || held === null || own.some((n) => !Number.isInteger(n))) continue
    for (const n of others(own[0] ?? 0)) {
      const by = n - (own[0] ?? 0)
      if (own.some((size) => size + by < (/adding/.test(name) ? 0 : 1))) continue
      const tensor = answered(local, output, { [name]: Array.isArray(held) ? own.map((one) => one + by) : n })
      if (tensor !== null) yield { words: `The ${words} is ${n} instead of ${own[0]}.`, tensor }
    }
  }
  if (typeof attrs.keepdim === "boolean") yield* otherAxis(local, output)
}

interface Port {
  readonly port: string
  readonly index?: number
}

function answered(local: LocalNode, { port, index }: Port, attrs: { readonly [name: string]: unknown }) {
  const other = withAttrs(local, attrs)
  return other && outputOf(other, port, index)
}

/** A reduction along another axis. */
function* otherAxis(local: LocalNode, output: Port): Generator<Candidate> {
  const { dim } = local.context.attrs
  const list = Array.isArray(dim)
  for (const axis of tensorOn(local, { name: "input" }).shape.keys()) {
    const tensor = answered(local, output, { dim: list || dim === null ? [axis] : axis })
    if (tensor !== null)
      yield { words: `It runs over axis ${axis} instead of ${[dim ?? "all axes"].flat().join(", ")}.`, tensor }
  }
}
