// A graph is edited again and again, one node at a time: its plan is what it would be from nothing, step by step and bit by bit, and
// no code is written but that of kernels which no plan before had.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { compile } from "../../../src/engine/planned/compiled.ts"
import type { GraphPlan } from "../../../src/engine/planned/drafting.ts"
import { planGraph } from "../../../src/engine/planned/plan.ts"
import { preparedTo } from "../../../src/engine/train/prepared.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { type GradwireDocument, type NodeDocument, readNodes } from "../../../src/graph/document.ts"
import { readDocument } from "../../../src/graph/text/read.ts"
import type { Written } from "../../../src/kernels/wasm/module.ts"
import { ops } from "../../../src/ops/registry.ts"
import { randomStream } from "../../../src/tensor/random.ts"
import { cases, counted, patience, seed } from "../../campaign.ts"
import { ended } from "./twins.ts"

const folder = new URL("../../../graphs/", import.meta.url)
type Below = (n: number) => number
type Nodes = readonly NodeDocument[]

/** The plan of all that leads to the target; null where that cannot be run. */
function planOf(document: GradwireDocument, written: Written): GraphPlan | null {
  const analysis = analyze(document, ops, "train")
  if (analysis.target === null || analysis.nodes.get(analysis.target.node)?.state !== "ok") return null
  const prepared = preparedTo(analysis, analysis.target, new Set())
  return planGraph({ ...prepared, reads: [prepared.end] }, false, 1, written)
}

/** All that is done, and where. */
function toldSteps({ steps, bytes }: GraphPlan): unknown {
  const told = steps.map(({ kernel, script, ifShared, ...about }) => ({
    ...about,
    parts: kernel?.parts,
    places: kernel?.buffers.map(({ at, bytes: size }) => [at, size]),
    script: script !== null,
    ifShared: ifShared?.shared,
  }))
  return { told, bytes }
}

function gradientsOf(plan: GraphPlan): unknown {
  const graph = compile(plan)
  const pass = ended(graph.forward(new Map(), 3))
  if (pass.problems.length > 0) return pass.problems.map(({ sentence }) => sentence)
  return [...ended(graph.backward())].map(([name, { data }]) => [name, Buffer.from(Float32Array.from(data).buffer)])
}

/** One node with another attribute: one that an example of its op has. */
function withAttribute(nodes: Nodes, below: Below): Nodes {
  const at = below(nodes.length)
  return nodes.map((node, i) => {
    const examples = ops.get(node.op)?.examples ?? []
    const attrs = Object.entries(examples[below(Math.max(1, examples.length))]?.attrs ?? {})
    const [name, value] = attrs[below(Math.max(1, attrs.length))] ?? []
    return i !== at || name === undefined
      ? node
      : ({ ...node, attrs: { ...node.attrs, [name]: value } } as NodeDocument)
  })
}

/** One input comes from another node. */
function withWire(nodes: Nodes, below: Below): Nodes {
  const [at, from] = [below(nodes.length), nodes[below(nodes.length)]?.id ?? ""]
  return nodes.map((node, i) => {
    const ports = Object.keys(node.inputs ?? {})
    const port = ports[below(Math.max(1, ports.length))]
    return i !== at || port === undefined ? node : { ...node, inputs: { ...node.inputs, [port]: from } }
  })
}

/** A node more between two. */
function withNode(nodes: Nodes, below: Below, round: number): Nodes {
  const at = below(nodes.length)
  const [port, source] = Object.entries(nodes[at]?.inputs ?? {})[0] ?? []
  if (port === undefined || typeof source !== "string") return nodes
  const id = `more${round}`
  const op = ["Tanh", "ReLU", "Neg", "Identity"][below(4)] ?? "Tanh"
  const wired = nodes.map((node, i) => (i === at ? { ...node, inputs: { ...node.inputs, [port]: id } } : node))
  return [...wired, { id, op, inputs: { input: source } }]
}

/** A node less: what went in goes to whom it fed. */
function withoutNode(nodes: Nodes, below: Below): Nodes {
  const gone = nodes[below(nodes.length)]
  const source = Object.values(gone?.inputs ?? {})[0]
  if (gone === undefined || typeof source !== "string") return nodes
  const rest = nodes.filter((node) => node !== gone)
  return rest.map((node) => {
    const inputs = Object.entries(node.inputs ?? {}).map(([port, from]) => [port, from === gone.id ? source : from])
    return { ...node, inputs: Object.fromEntries(inputs) }
  })
}

const EDITS = [withAttribute, withWire, withNode, withoutNode]

function smallGraphs(): readonly (readonly [string, GradwireDocument])[] {
  return readdirSync(folder).flatMap((name) => {
    const document = name.endsWith(".json") ? readDocument(readFileSync(new URL(name, folder))).document : null
    return document === null || document.nodes.length > 40 ? [] : [[name, document] as const]
  })
}

test(
  "a plan of an edited graph is the plan from nothing",
  () => {
    const written: Written = new Map()
    const counts = EDITS.map(() => 0)
    for (const [name, opened] of smallGraphs()) {
      let document = opened
      if (planOf(document, written) === null) continue
      const random = randomStream(seed, "edits", name)
      for (let round = 0; round < cases(3); round++) {
        const kind = random.below(EDITS.length)
        const nodes = EDITS[kind]?.(readNodes(document), (n) => random.below(n), round) ?? []
        const edited: GradwireDocument = { ...document, nodes }
        const changed = JSON.stringify(nodes) !== JSON.stringify(readNodes(document))
        const plan = changed ? planOf(edited, written) : null
        if (plan === null) continue
        const alone = planOf(edited, new Map())
        if (alone === null) throw new Error("a plan is made once and not again")
        expect(toldSteps(plan), name).toEqual(toldSteps(alone))
        expect(Buffer.from(plan.module.bytes(1)).equals(Buffer.from(alone.module.bytes(1))), name).toBe(true)
        expect(gradientsOf(plan), name).toEqual(gradientsOf(alone))
        document = edited
        counts[kind] = (counts[kind] ?? 0) + 1
      }
    }
    for (const count of counts) expect(count).toBeGreaterThan(5)
    counted(
      counts.reduce((sum, count) => sum + count, 0),
      "edits of one node, planned as from nothing",
    )
  },
  patience(60_000),
)

/** A network of layers that call functions of others, in planes and out of them. */
function cnn(more: (node: NodeDocument) => NodeDocument): GradwireDocument {
  const conv = { out_channels: 16, kernel_size: 3, padding: 1 }
  const nodes: Nodes = [
    { id: "x", op: "Input", attrs: { shape: [4, 3, 16, 16] } },
    { id: "t", op: "Input", attrs: { shape: [4] } },
    { id: "a", op: "Conv2d", attrs: conv, inputs: { input: "x" } },
    { id: "norm", op: "BatchNorm2d", inputs: { input: "a" } },
    { id: "act", op: "ReLU", inputs: { input: "norm" } },
    { id: "b", op: "Conv2d", attrs: conv, inputs: { input: "act" } },
    { id: "pool", op: "MaxPool2d", attrs: { kernel_size: 2 }, inputs: { input: "b" } },
    { id: "flat", op: "Flatten", inputs: { input: "pool" } },
    { id: "fc", op: "Linear", attrs: { out_features: 8 }, inputs: { input: "flat" } },
    { id: "loss", op: "CrossEntropyLoss", inputs: { input: "fc", target: "t" } },
  ]
  return { gradwire: 1, seed: 3, nodes: nodes.map(more) }
}

test("an edit writes the kernels of the node that it changes, and of no other", () => {
  const written: Written = new Map()
  const change = (id: string, attrs: NonNullable<NodeDocument["attrs"]>) =>
    planOf(
      cnn((node) => (node.id === id ? { ...node, attrs: { ...node.attrs, ...attrs } } : node)),
      written,
    )
  /** Who calls a function that was not there before the edit. */
  const changed = (id: string, attrs: NonNullable<NodeDocument["attrs"]>): ReadonlySet<string> => {
    const before = new Set(written.keys())
    const called = change(id, attrs)?.steps.map(({ node, kernel }) => ({ node, parts: kernel?.parts ?? [] })) ?? []
    return new Set(called.flatMap(({ node, parts }) => (parts.every(({ name }) => before.has(name)) ? [] : [node])))
  }
  change("x", {})
  expect(written.size).toBeGreaterThan(30)
  expect(changed("x", {})).toEqual(new Set())
  expect(changed("norm", { eps: 0.01 })).toEqual(new Set(["norm"]))
  expect(changed("norm", { eps: 0.02 })).toEqual(new Set(["norm"]))
  expect(changed("loss", { reduction: "sum" })).toEqual(new Set(["loss"]))
  const size = written.size
  expect(changed("norm", { eps: 0.01 })).toEqual(new Set())
  expect(written.size).toBe(size)
})
