import { readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { packing, unpacking } from "../../src/engine/worker/packing.ts"
import type { ToWorker } from "../../src/engine/worker/protocol.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { readDocument } from "../../src/graph/text/read.ts"

const run = (document: GradwireDocument): ToWorker => ({
  kind: "run",
  id: 1,
  document,
  options: { mode: "train", dtype: "float32" },
  questions: [],
})

/** What the worker gets of each document, as messages copy them. */
function sent(documents: readonly GradwireDocument[]): readonly GradwireDocument[] {
  const [pack, unpack] = [packing(), unpacking()]
  return documents.map((document) => {
    const got = unpack(structuredClone(pack(run(document))))
    if (got.kind !== "run") throw new Error(got.kind)
    return got.document
  })
}

const graphs = readdirSync("graphs").flatMap((file) => readDocument(readFileSync(`graphs/${file}`)).document ?? [])

it("every graph arrives as it is, whatever went before", () => {
  expect(sent(graphs)).toEqual(graphs)
  expect(sent([...graphs].reverse())).toEqual([...graphs].reverse())
})

it("what an edit leaves alone is copied once: order, removal, undo and fields that come and go", () => {
  for (const first of graphs) {
    const [head, ...others] = first.nodes
    if (head === undefined) continue
    const seeded: GradwireDocument = { ...first, seed: (first.seed ?? 0) + 1 }
    const turned = { ...seeded, nodes: [...others.slice().reverse(), { ...head }] }
    const { description: _, ...shorter } = turned
    const all = [first, seeded, turned, { ...shorter, nodes: others }, first, first]
    const got = sent(all)
    expect(got).toEqual(all)
    const [a, b, c] = got
    expect(b?.nodes.every((node, i) => node === a?.nodes[i])).toBe(true)
    expect(c?.nodes.filter((node) => a?.nodes.includes(node) === true)).toHaveLength(others.length)
    expect(got[5]?.view).toBe(got[4]?.view)
  }
})

it("an edit of one number sends one node", () => {
  const first = graphs.find(({ nodes }) => nodes.length > 20)
  if (first === undefined) throw new Error("no graph is that large")
  const pack = packing()
  pack(run(first))
  const [head, ...others] = first.nodes
  const edited = { ...first, nodes: [{ ...head, values: { value: 1 } }, ...others] } as GradwireDocument
  expect(JSON.stringify(pack(run(edited))).length).toBeLessThan(600 + 4 * others.length)
})

it("messages without a document, and each worker's first one, go as they are", () => {
  const cancel: ToWorker = { kind: "cancel", id: 3 }
  expect(packing()(cancel)).toBe(cancel)
  expect(unpacking()(cancel)).toBe(cancel)
  expect(packing()(run(graphs[0]!))).toMatchObject({ document: { nodes: graphs[0]!.nodes } })
})
