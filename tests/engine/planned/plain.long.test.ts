// Every graph of the gallery run plainly by both engines: every value, every piece of gradient and every sum, within 1e-4.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import type { Mode } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import { counted, isLong } from "../../campaign.ts"
import { exampleDocument } from "./twins.ts"
import { wholeTwins } from "./wholeTwins.ts"

const folder = new URL("../../../graphs/", import.meta.url)
/** Too large for a comparison at every push. */
const LARGE = new Set(["resnet-152.json"])
/** Gradients through ten matrix products in a row, which cancel: kernels add products in float32, the eager rules in float64. */
const LOOSE = new Map([["t3-newton-schulz.json", 1e-3]])
const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !LARGE.has(name))
let compared = 0

function compare(document: GradwireDocument, mode: Mode, most: number): void {
  const { names: found, apart, engine } = wholeTwins(analyze(document, ops, mode))
  expect(engine).toBe("planned")
  expect(found.planned, mode).toEqual(found.eager)
  for (const [tensor, share] of apart) expect(share, `${mode} ${tensor}`).toBeLessThanOrEqual(most)
  compared += apart.size
}

test.for(names)("%s", (name) => {
  const { document } = readDocument(readFileSync(new URL(name, folder)))
  if (document === null) throw new Error(`${name} cannot be read`)
  for (const mode of ["train", "eval"] as const) compare(document, mode, LOOSE.get(name) ?? 1e-4)
})

const layouts = new URL("../../graph/layouts/", import.meta.url)

test.for(readdirSync(layouts))("network %s", (name) => {
  const { document } = readDocument(readFileSync(new URL(name, layouts)))
  if (document === null) throw new Error(`${name} cannot be read`)
  for (const mode of isLong ? (["train", "eval"] as const) : (["train"] as const)) compare(document, mode, 1e-4)
})

const reference = new URL("../../reference/graphs/", import.meta.url)

test.for(readdirSync(reference))("drawn graph %s", (name) => {
  const { doc, mode } = JSON.parse(readFileSync(new URL(name, reference), "utf8"))
  const { document } = readDocument(JSON.stringify(doc))
  if (document === null) throw new Error(`${name} cannot be read`)
  compare(document, mode, 1e-4)
})

test.for([...ops.values()].filter(({ examples }) => examples.length > 0))("$kind", (op) => {
  for (const example of op.examples) compare(exampleDocument(op, example), example.mode ?? "train", 1e-5)
})

test("there are many", () => {
  expect(compared).toBeGreaterThan(2000)
  counted(compared, "tensors of plain runs by both engines")
})
