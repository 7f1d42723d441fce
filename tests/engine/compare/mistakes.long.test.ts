// Arrays with one known mistake, made by PyTorch and NumPy: its name must come first. Nothing may be named for noise.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { compareArrays } from "../../../src/engine/compare/compare.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import type { Mode } from "../../../src/ops/op.ts"
import { full } from "../../../src/tensor/tensor.ts"
import { type Opened, openGraph, runDocument } from "../../graphs/gallery.ts"

interface Case {
  readonly graph: string
  readonly mode: Mode
  readonly side: "value" | "gradient"
  readonly name: string
  readonly mistake: string
  readonly named: string | null
  readonly shape: readonly number[]
  readonly data: readonly (number | string)[]
}
const file = new URL("../../reference/mistakes.json", import.meta.url)
const { documents, cases } = JSON.parse(readFileSync(file, "utf8")) as {
  readonly documents: { readonly [name: string]: GradwireDocument }
  readonly cases: readonly Case[]
}
const opened = new Map<string, Opened>()
function open({ graph, mode }: Case): Opened {
  const key = `${graph} ${mode}`
  const document = documents[graph]
  const found = opened.get(key) ?? (document === undefined ? openGraph(graph, mode) : runDocument(document, mode))
  opened.set(key, found)
  return found
}
/** What is said of an array whose numbers were written with some decimals. */
function said(one: Case, decimals?: number) {
  const { analysis, result } = open(one)
  const { name, side, shape } = one
  const write = (x: number): number => (decimals === undefined ? x : Number(x.toFixed(decimals)))
  const theirs = { shape, data: Float64Array.from(one.data, (x) => write(Number(x))) }
  const halves = decimals === undefined ? null : full(shape, 0.5 * 10 ** -decimals, "float64")
  return compareArrays({ analysis, result, name, side }, theirs, halves)!
}
const made = cases.filter(({ named }) => named !== null)
const noise = cases.filter(({ named }) => named === null)

describe("every mistake is named first", () => {
  it.each(made.map((one) => [one.graph, one.side, one.name, one.mistake, one] as const))(
    "%s: %s of %s: %s",
    (...all) => {
      const [, , , , one] = all
      const { causes } = said(one)
      expect(causes[0]?.words ?? "nothing").toMatch(new RegExp(one.named!, "i"))
    },
  )
})

it("nothing is named for noise, however it is rounded", () => {
  for (const one of noise) {
    for (const decimals of [undefined, 4, 2]) {
      expect(said(one, decimals).causes, `${one.graph} ${one.name} ${one.mistake} ${decimals}`).toEqual([])
    }
  }
})

it("with four decimals most are still named, and what is named is right", () => {
  // A third of them, since each is a graph that runs a hundred times. What agrees to four decimals is no mistake there.
  const some = made.filter((_, i) => i % 3 === 0)
  const answers = some
    .map((one) => ({ one, said: said(one, 4) }))
    .filter((answer) => answer.said.cells?.wrong.length !== 0)
  const named = answers.filter((answer) => answer.said.causes.length > 0)
  expect(named.length, `of ${answers.length}`).toBeGreaterThan(0.9 * answers.length)
  const right = named.filter(({ one, said: { causes } }) => new RegExp(one.named!, "i").test(causes[0]!.words))
  expect(right.length).toBeGreaterThanOrEqual(0.99 * named.length)
})

it("says that digits are too few where a mistake would fit by chance", () => {
  const loss = made.find(({ name, mistake }) => name === "loss:output" && mistake === "loss half")!
  const { causes, caveat } = said(loss, 2)
  expect(causes).toEqual([])
  expect(caveat).toContain("paste more digits")
})
