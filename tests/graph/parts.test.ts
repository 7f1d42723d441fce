// Opening a node into parts and closing it again: the same numbers and gradients, and the same document back.

import { describe, expect, test } from "vitest"
import type { RunResult } from "../../src/engine/result.ts"
import { run } from "../../src/engine/run.ts"
import { keptTensors } from "../../src/engine/tensors.ts"
import { analyze } from "../../src/graph/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { readNodes } from "../../src/graph/document.ts"
import * as edits from "../../src/graph/edit.ts"
import { group, setGroup } from "../../src/graph/grouping.ts"
import { closeParts } from "../../src/graph/parts/close.ts"
import { openIntoParts } from "../../src/graph/parts/open.ts"
import { type OpenedFrom, partId, readOpenedFrom } from "../../src/graph/parts/record.ts"
import { openable } from "../../src/graph/parts/registry.ts"
import type { Problem } from "../../src/graph/problem.ts"
import { readDocument } from "../../src/graph/read.ts"
import { writeDocument } from "../../src/graph/write.ts"
import type { Mode } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import type { Dtype, Tensor } from "../../src/tensor/tensor.ts"
import { cases, type PartsCase } from "./partsCases.ts"

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

function opened(document: GradwireDocument, mode: Mode, id = "n"): GradwireDocument {
  const analysis = analyze(document, ops, mode)
  const node = analysis.nodes.get(id)
  if (node === undefined) throw new Error(`no node ${id}`)
  const { params } = keptTensors(node, null, document.seed ?? 0, "float64")
  return sound(openIntoParts(document, analysis, id, params))
}

function sound(answer: GradwireDocument | Problem): GradwireDocument {
  if ("sentence" in answer) throw new Error(answer.sentence)
  return answer
}

function sentence(answer: GradwireDocument | Problem): string {
  if (!("sentence" in answer)) throw new Error("expected a problem, got a document")
  return answer.sentence
}

function recordOf(document: GradwireDocument, id = "n"): OpenedFrom {
  const record = readOpenedFrom(document.groups?.find((one) => one.id === id)?.openedFrom)
  if (record === null) throw new Error("nothing remembered")
  return record
}

function ran(document: GradwireDocument, mode: Mode, dtype: Dtype): RunResult {
  const analysis = analyze(document, ops, mode)
  expect(analysis.problems).toEqual([])
  const result = run(analysis, { mode, dtype })
  expect(result.problems).toEqual([])
  return result
}

/** Largest difference of two tensors in units of the largest magnitude of the first. */
function distance(a: Tensor | undefined, b: Tensor | undefined, name: string): number {
  if (a === undefined || b === undefined) throw new Error(`${name} is missing ${a === undefined ? "before" : "after"}`)
  expect(b.shape, name).toEqual(a.shape)
  let [most, apart] = [0, 0]
  for (const [i, x] of a.data.entries()) {
    most = Math.max(most, Math.abs(x))
    apart = Math.max(apart, Math.abs(x - b.data[i]!))
  }
  return apart === 0 ? 0 : apart / most
}

/** Where a tensor of the closed graph is found in the opened one. */
function renamed(name: string, record: OpenedFrom): string {
  const [, port] = /^n:(.*)$/.exec(name) ?? []
  if (port !== undefined) return `${partId(record, record.ports.outputs[port]!)}:output`
  const [, kept] = /^n\.(.*)$/.exec(name) ?? []
  return kept === undefined ? name : `${partId(record, record.ports.kept[kept]!)}.value`
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

const bn: GradwireDocument = {
  gradwire: 1,
  seed: 182,
  upstream: {
    "bn1:output": [
      [0.5, -1],
      [1.5, 0.5],
      [-1, 2],
      [0.25, -0.75],
    ],
  },
  target: "bn1",
  nodes: [
    { id: "X", op: "Input", attrs: { shape: [4, 2] }, at: [0, 0] },
    {
      id: "bn1",
      op: "BatchNorm1d",
      inputs: { input: "X" },
      values: { weight: [2, 3], running_mean: [1, 1] },
      at: [240, 0],
    },
    { id: "relu1", op: "ReLU", inputs: { input: "bn1" }, at: [480, 0], group: "tail" },
    { id: "below", op: "Identity", inputs: { input: "X" }, at: [240, 200] },
  ],
  groups: [{ id: "tail", label: "the rest" }],
}
const parts = opened(bn, "train", "bn1")

describe("an opened BatchNorm1d", () => {
  test("has the edges of the course's graph, and no others", () => {
    const { wires } = analyze(parts, ops, "train")
    const inside = wires.filter(({ to }) => to.node.startsWith("bn1/")).map(({ from, to }) => `${from.node}→${to.node}`)
    const course = ["X→mu", "X→sigma2", "X→Z", "mu→Z", "sigma2→Z", "Z→Y", "gamma→Y", "beta→Y"]
    const bare = inside.map((edge) => edge.replaceAll("bn1/", ""))
    expect(bare.sort()).toEqual(course.sort())
  })
  test("is a group named after the node, whose target and upstream gradient moved with its output", () => {
    const [, made] = parts.groups ?? []
    expect(made).toMatchObject({ id: "bn1", label: "bn1" })
    expect(parts.target).toBe("bn1/Y")
    expect(Object.keys(parts.upstream ?? {})).toEqual(["bn1/Y:output"])
    expect(readNodes(parts).find(({ id }) => id === "relu1")?.inputs).toEqual({ input: "bn1/Y" })
    expect(readNodes(parts).find(({ id }) => id === "bn1/gamma")?.values).toEqual({ value: [2, 3] })
  })
  test("shows each piece of ∂L/∂X on its own wire, and their sum at X", () => {
    const [before, after] = [ran(bn, "train", "float64"), ran(parts, "train", "float64")]
    const pieces = ["mu:input", "sigma2:input", "Z:x"].map((end) => after.wires.get(`X:value>bn1/${end}`))
    const sum = pieces.map((piece) => Array.from(piece?.data ?? [])).reduce((a, b) => a.map((x, i) => x + b[i]!))
    const whole = before.wires.get("X:value>bn1:input")!
    expect(distance(whole, { shape: whole.shape, data: Float64Array.from(sum) }, "∂L/∂X")).toBeLessThanOrEqual(1e-12)
  })
  test("stands where the node stood, with room made for it and taken back", () => {
    const at = new Map(readNodes(parts).map((node) => [node.id, node.at]))
    const xs = [...at].flatMap(([id, place]) => (id.startsWith("bn1/") && place ? [place[0]] : []))
    expect(Math.min(...xs)).toBe(240)
    expect(at.get("relu1")?.[0]).toBeGreaterThan(Math.max(...xs))
    expect(at.get("below")?.[1]).toBeGreaterThan(
      Math.max(...[...at].flatMap(([id, p]) => (id.startsWith("bn1/") && p ? [p[1]] : []))),
    )
    expect(at.get("X")).toEqual([0, 0])
    expect(sound(closeParts(parts, "bn1"))).toEqual(bn)
  })
  test("survives saving and opening the file", () => {
    const { document, problems } = readDocument(writeDocument(parts))
    expect(problems).toEqual([])
    expect(sound(closeParts(document!, "bn1"))).toEqual(bn)
  })
  test("closes with its edited γ", () => {
    const edited = edits.setValues(parts, "bn1/gamma", "value", [5, -1])
    const closed = sound(closeParts(edited, "bn1"))
    expect(closed).toEqual(edits.setValues(bn, "bn1", "weight", [5, -1]))
    const [inside, outside] = [ran(edited, "train", "float64"), ran(closed, "train", "float64")]
    expect(distance(inside.values.get("bn1/Y:output"), outside.values.get("bn1:output"), "Y")).toBeLessThanOrEqual(
      1e-12,
    )
  })
  test("closes with a γ that was written only inside, and without one that was taken away", () => {
    const bias = edits.setValues(parts, "bn1/beta", "value", [1, 2])
    expect(sound(closeParts(bias, "bn1"))).toEqual(edits.setValues(bn, "bn1", "bias", [1, 2]))
    const none = edits.setValues(parts, "bn1/gamma", "value", undefined)
    expect(sound(closeParts(none, "bn1"))).toEqual(edits.setValues(bn, "bn1", "weight", undefined))
  })
  test("closes though it was relabelled, moved, renamed inside, and fed from elsewhere", () => {
    let changed = edits.setLabel(parts, "bn1/mu", "mean")
    changed = edits.renameNode(changed, "bn1/sigma2", "spread")
    changed = edits.moveNodes(
      changed,
      new Map(
        readNodes(changed)
          .filter(({ group }) => group === "bn1")
          .map(({ id, at }) => [id, [at![0] + 30, at![1] - 10]]),
      ),
    )
    changed = edits.addNode(changed, { id: "X2", op: "Input", attrs: { shape: [4, 2] } })
    for (const [node, port] of [
      ["bn1/mu", "input"],
      ["spread", "input"],
      ["bn1/Z", "x"],
    ] as const)
      changed = edits.connect(changed, { node: "X2", port: "value" }, { node, port })
    const node = readNodes(sound(closeParts(changed, "bn1"))).find(({ id }) => id === "bn1")
    expect(node).toEqual({ ...readNodes(bn)[1], inputs: { input: "X2" }, at: [270, -10] })
  })
  test("in eval mode holds the running statistics, and closes with edited ones", () => {
    const evaluated = opened(bn, "eval", "bn1")
    const means = readNodes(evaluated).find(({ id }) => id === "bn1/mu")
    expect(means).toMatchObject({ op: "Constant", values: { value: [1, 1] } })
    const edited = edits.setValues(evaluated, "bn1/sigma2", "value", [4, 9])
    expect(sound(closeParts(edited, "bn1"))).toEqual(edits.setValues(bn, "bn1", "running_var", [4, 9]))
  })
  test("goes into the group that the node was in, and comes back to it", () => {
    const { document: inside } = group(bn, ["bn1", "below"], "block")
    const opening = opened(inside, "train", "bn1")
    expect(opening.groups?.find(({ id }) => id === "bn1")?.parent).toBe("group1")
    expect(sound(closeParts(opening, "bn1"))).toEqual(inside)
  })
  test("gets other names where its own are taken", () => {
    const taken = edits.addNode(
      { ...bn, groups: [{ id: "bn1" }] },
      { id: "bn1/mu", op: "Input", attrs: { shape: [2] } },
    )
    const opening = opened(taken, "train", "bn1")
    expect(analyze(opening, ops, "train").problems.map(({ code }) => code)).toEqual(
      analyze(taken, ops, "train").problems.map(({ code }) => code),
    )
    expect(opening.groups?.map(({ id }) => id)).toEqual(["bn1", "bn1_1"])
    expect(sound(closeParts(opening, "bn1_1"))).toEqual(taken)
  })
})

describe("a group that was changed inside is not closed, and says what was changed:", () => {
  const refusals: readonly (readonly [string, GradwireDocument, RegExp])[] = [
    ["a wire cut", edits.disconnect(parts, { node: "bn1/Z", port: "mean" }), /wire bn1\/mu:output>bn1\/Z:mean was cut/],
    [
      "a wire replaced",
      edits.connect(parts, { node: "X", port: "value" }, { node: "bn1/Z", port: "mean" }),
      /wire bn1\/mu:output>bn1\/Z:mean was replaced by X:value>bn1\/Z:mean/,
    ],
    [
      "one of the wires from outside cut",
      edits.disconnect(parts, { node: "bn1/sigma2", port: "input" }),
      /the wire into bn1\/sigma2:input was cut, while other parts take "input" from X:value/,
    ],
    [
      "one of the wires from outside moved",
      edits.connect(parts, { node: "below", port: "output" }, { node: "bn1/sigma2", port: "input" }),
      /wire below:output>bn1\/sigma2:input was changed/,
    ],
    [
      "a wire from outside moved inside",
      edits.connect(parts, { node: "bn1/mu", port: "output" }, { node: "bn1/sigma2", port: "input" }),
      /wire bn1\/mu:output>bn1\/sigma2:input comes from the inside/,
    ],
    [
      "a wire added",
      edits.connect(parts, { node: "X", port: "value" }, { node: "bn1/gamma", port: "value" }),
      /wire X:value>bn1\/gamma:value was added/,
    ],
    ["a part removed", edits.removeNodes(parts, ["bn1/mu"]), /its part "bn1\/mu" \(Mean\) is missing/],
    [
      "a node added",
      edits.addNode(parts, { id: "extra", op: "ReLU", inputs: { input: "bn1/Z" }, group: "bn1" }),
      /node "extra" was added/,
    ],
    [
      "a wire out of the inside",
      edits.addNode(parts, { id: "probe", op: "ReLU", inputs: { input: "bn1/Z" } }),
      /wire bn1\/Z:output>probe:input leaves from the inside/,
    ],
    ["an attribute changed", edits.setAttr(parts, "bn1/Z", "eps", 0.5), /attribute "eps" of "bn1\/Z" was changed/],
    ["the target inside", edits.setTarget(parts, "bn1/Z"), /at "bn1\/Z", inside it/],
  ]
  test.each(refusals)("%s", (_, document, words) => {
    const answer = closeParts(document, "bn1")
    expect(sentence(answer)).toMatch(words)
    expect(answer).toMatchObject({ code: "GW-S311", severity: "error" })
  })
  test("numbers that the node cannot hold", () => {
    const gelu: GradwireDocument = {
      gradwire: 1,
      nodes: [
        { id: "x", op: "Input", attrs: { shape: [3] } },
        { id: "g", op: "GELU", inputs: { input: "x" } },
      ],
    }
    const edited = edits.setValues(opened(gelu, "train", "g"), "g/half", "value", 0.6)
    expect(sentence(closeParts(edited, "g"))).toMatch(
      /the numbers of "g\/half" were changed, and GELU has no place for them/,
    )
  })
  test("a group that was never opened, and a damaged record", () => {
    expect(sentence(closeParts(bn, "tail"))).toMatch(/was not opened from a node/)
    expect(sentence(closeParts(bn, "nowhere"))).toMatch(/no group "nowhere"/)
    const damaged = { ...bn, groups: [{ id: "tail", openedFrom: { node: "bn1", parts: [], ports: {} } }] }
    expect(sentence(closeParts(damaged, "tail"))).toMatch(/what it remembers of its node is damaged/)
  })
  test("a name that was taken meanwhile", () => {
    const taken = edits.addNode(parts, { id: "bn1", op: "Input", attrs: { shape: [1] } })
    expect(sentence(closeParts(taken, "bn1"))).toMatch(/another node is called "bn1" now/)
  })
})

describe("what cannot be opened says why:", () => {
  const refuse = (node: NodeDocument): string => {
    const document = { gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [2, 3] } }, node] }
    return sentence(openIntoParts(document, analyze(document, ops), node.id))
  }
  test("a primitive", () =>
    expect(refuse({ id: "r", op: "ReLU", inputs: { input: "x" } })).toMatch(/ReLU has no parts/))
  test("shapes that are not known", () =>
    expect(refuse({ id: "s", op: "Softmax" })).toMatch(/shapes are not known yet; wire its inputs/))
  test("an eps that depends on the precision", () => {
    const attrs = { normalized_shape: 3 }
    expect(refuse({ id: "r", op: "RMSNorm", attrs, inputs: { input: "x" } })).toMatch(/set it to a number/)
  })
  test("nothing of that name", () => {
    const document = { gradwire: 1, nodes: [] }
    expect(sentence(openIntoParts(document, analyze(document, ops), "no"))).toMatch(/no node of this name/)
  })
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
