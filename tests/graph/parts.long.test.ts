// Opening a node into parts and closing it again: the same numbers and gradients, and the same document back.

import { describe, expect, test } from "vitest"
import type { RunResult } from "../../src/engine/pass/result.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { readNodes } from "../../src/graph/document.ts"
import * as edits from "../../src/graph/edit/edit.ts"
import { setGroup } from "../../src/graph/edit/groupEdits.ts"
import { closeParts } from "../../src/graph/parts/close.ts"
import { type OpenedFrom, readOpenedFrom } from "../../src/graph/parts/record.ts"
import { openable } from "../../src/graph/parts/registry.ts"
import { ops } from "../../src/ops/registry.ts"
import { cases, type PartsCase } from "./partsCases.ts"
import { distance, opened, ran, renamed, sound } from "./partsOpened.ts"

/** The node `n` between Inputs and a loss that sends an uneven gradient back into every output. */
function documentOf(one: PartsCase): GradwireDocument {
  const before = nodesOf(one)
  const { nodes } = analyze({ gradwire: 1, nodes: before }, ops)
  const shape = nodes.get("n")?.outputs?.output
  if (shape === undefined) throw new Error(`${one.op} has no shape: ${nodes.get("n")?.problems[0]?.sentence}`)
  const attends = one.op === "ScaledDotProductAttention"
  return {
    gradwire: 1,
    seed: 7,
    target: "loss",
    upstream: { "loss:output": 0.7 },
    nodes: [
      ...before,
      { id: "slope", op: "Input", attrs: { shape: [...shape].map(Number) }, at: [480, 100] },
      { id: "sin", op: "Sin", inputs: { input: "n" }, at: [480, 0] },
      { id: "weighed", op: "Mul", inputs: { a: "slope", b: "n:output" }, at: [720, 0] },
      { id: "mix", op: "Add", inputs: { a: "sin", b: "weighed" } },
      { id: "all", op: "Norm", inputs: { input: "mix" }, at: [960, 0] },
      ...(attends ? [{ id: "also", op: "Norm", inputs: { input: "n:attn_weights" } }] : []),
      { id: "loss", op: "Add", inputs: { a: "all", b: attends ? "also" : "all" } },
    ],
  }
}

function nodesOf({ op, attrs, values, inputs, wired = {} }: PartsCase): NodeDocument[] {
  const sources = Object.keys(inputs).map((port) => [port, port])
  const params = Object.keys(wired).map((param) => [param, `W_${param}:value`])
  return [
    ...Object.entries(inputs).map(([id, given]) => ({ id, op: "Input", attrs: given, at: [0, 0] as const })),
    ...Object.entries(wired).map(([param, shape]) => ({
      id: `W_${param}`,
      op: "Parameter",
      attrs: { shape, init: "normal" },
      at: [0, 100] as const,
    })),
    {
      id: "n",
      op,
      ...(attrs ? { attrs } : {}),
      ...(values ? { values } : {}),
      inputs: Object.fromEntries([...sources, ...params]),
      label: "the node",
      at: [240, 0],
    },
  ]
}

function recordOf(document: GradwireDocument, id = "n"): OpenedFrom {
  const record = readOpenedFrom(document.groups?.find((one) => one.id === id)?.openedFrom)
  if (record === null) throw new Error("nothing remembered")
  return record
}

/**
 * Every value, param and gradient of the closed graph, and what came back along each wire behind the node, found again
 * within `tolerance`; how many there were.
 */
function expectSame(before: RunResult, after: RunResult, record: OpenedFrom, tolerance: number): number {
  let compared = 0
  for (const side of ["values", "params", "gradients"] as const) {
    for (const [name, tensor] of before[side]) {
      // Inside, the weights of attention also feel the product that follows them; from outside they feel `also` alone.
      if (name === "n:attn_weights" && side === "gradients") continue
      const apart = distance(tensor, after[side].get(renamed(name, record)), `${side} ${name}`)
      expect(apart, `${side} of ${name}`).toBeLessThanOrEqual(tolerance)
      compared += 1
    }
  }
  for (const [wire, tensor] of before.wires) {
    const [from, to] = wire.split(">")
    if (to!.startsWith("n:")) continue
    const apart = distance(tensor, after.wires.get(`${renamed(from!, record)}>${to}`), wire)
    expect(apart, `what came back along ${wire}`).toBeLessThanOrEqual(tolerance)
  }
  return compared
}

const name = ({ op, words }: PartsCase): string => (words === undefined ? op : `${op}: ${words}`)

describe.each(cases.map((one) => ({ one, title: name(one) })))("$title", ({ one }) => {
  const document = documentOf(one)
  describe.each(["train", "eval"] as const)("in %s mode", (mode) => {
    test.each([
      ["float32", 1e-6],
      ["float64", 1e-12],
    ] as const)("opened, it has the same values and gradients in %s", (dtype, tolerance) => {
      const parts = opened(document, mode)
      const before = ran(document, mode, dtype)
      const compared = expectSame(before, ran(parts, mode, dtype), recordOf(parts), tolerance)
      expect(compared).toBeGreaterThan(8)
      const gradients = Object.keys(one.inputs).filter((port) => before.gradients.has(`${port}:value`))
      expect(gradients.length).toBeGreaterThan(0)
    })
    test("closed again, the document is what it was", () => {
      const parts = opened(document, mode)
      expect(readNodes(parts).some((node) => node.op === one.op && node.label === "the node")).toBe(false)
      expect(sound(closeParts(parts, "n"))).toEqual(document)
    })
  })
})

test("every kind that opens has a case, and every case opens", () => {
  expect([...new Set(cases.map((one) => one.op))].sort()).toEqual([...openable.keys()].sort())
  for (const kind of openable.keys()) expect(ops.has(kind), kind).toBe(true)
})

test("a part that opens further is closed with the group around it", () => {
  const one = cases.find(({ op }) => op === "ScaledDotProductAttention")!
  const document = documentOf(one)
  const twice = opened(opened(document, "train"), "train", "n/weights")
  expect(twice.groups?.map(({ id, parent }) => [id, parent])).toEqual([
    ["n", undefined],
    ["n/weights", "n"],
  ])
  const [before, after] = [ran(document, "train", "float64"), ran(twice, "train", "float64")]
  for (const port of ["query", "key", "value"]) {
    const place = `${port}:value`
    expect(distance(before.gradients.get(place), after.gradients.get(place), place)).toBeLessThanOrEqual(1e-12)
  }
  expect(sound(closeParts(twice, "n"))).toEqual(document)
  const collapsed = setGroup(twice, "n/weights", { collapsed: true })
  expect(sound(closeParts(collapsed, "n"))).toEqual(document)
})

test("drawn params keep their numbers inside, and are drawn again once closed", () => {
  const one = cases.find(({ op, words }) => op === "Linear" && words === "drawn")!
  const document = documentOf(one)
  const open = opened(document, "train")
  const weight = readNodes(open).find(({ id }) => id === "n/W")
  expect(weight?.values?.value).toBeDefined()
  expect(readNodes(sound(closeParts(open, "n"))).find(({ id }) => id === "n")?.values).toBeUndefined()
  const edited = edits.setValues(open, "n/b", "value", [1, 2, 3])
  expect(readNodes(sound(closeParts(edited, "n"))).find(({ id }) => id === "n")?.values).toEqual({ bias: [1, 2, 3] })
})
