// Code is written once for all plans that have a function of the same key: for every graph of the gallery and every example of
// every op it must be what the plan would have written itself, or a key says too little.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { planGraph, planSteps } from "../../../src/engine/planned/plan.ts"
import { preparedTo } from "../../../src/engine/train/prepared.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../../src/graph/document.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import type { Written } from "../../../src/kernels/wasm/module.ts"
import { ops } from "../../../src/ops/registry.ts"
import { counted } from "../../campaign.ts"
import { exampleDocument } from "./twins.ts"

const folder = new URL("../../../graphs/", import.meta.url)
const shared: Written = new Map()
let found = 0

function compare(name: string, document: GradwireDocument): void {
  const analysis = analyze(document, ops, "train")
  if (analysis.target === null || analysis.nodes.get(analysis.target.node)?.state !== "ok") return
  const prepared = preparedTo(analysis, analysis.target, new Set())
  const wanted = { ...prepared, reads: [prepared.end] }
  const before = shared.size
  const own: Written = new Map()
  const alone = planGraph(wanted, false, 1, own)
  const together = planGraph(wanted, false, 1, shared)
  found += own.size - (shared.size - before)
  expect(Buffer.from(together.module.bytes(1)).equals(Buffer.from(alone.module.bytes(1))), name).toBe(true)
}

test("every graph of the gallery and every example", () => {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".json"))) {
    const { document } = readDocument(readFileSync(new URL(name, folder)))
    if (document !== null) compare(name, document)
  }
  for (const op of ops.values()) {
    for (const [i, example] of op.examples.entries()) compare(`${op.kind} ${i}`, exampleDocument(op, example))
  }
  expect(found).toBeGreaterThan(500)
  counted(found, "functions that another plan had written")
})

test("a large network is planned in pieces: one for each node, forward and back", () => {
  const { document } = readDocument(readFileSync(new URL("resnet-152.json", folder)))
  const analysis = analyze(document!, ops, "train")
  const prepared = preparedTo(analysis, analysis.target!, new Set())
  const pieces = [...planSteps({ ...prepared, reads: [prepared.end] }, false, 1)]
  expect(pieces).toEqual([...prepared.nodes, ...prepared.backwards].map(({ id }) => id))
})
