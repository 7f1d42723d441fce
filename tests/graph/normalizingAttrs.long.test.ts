// A mean and a variance that are wired to a normalisation go over the axes meant there, in whatever order the wires come.

import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import { connect, setAttr } from "../../src/graph/edit/edit.ts"
import { normalizingAttrs } from "../../src/graph/edit/normalizingAttrs.ts"
import { ops } from "../../src/ops/registry.ts"

type Wire = readonly [string, string]
interface Form {
  readonly nodes: readonly (readonly [string, string])[]
  readonly wires: readonly Wire[]
}

const COMMON: readonly Wire[] = [
  ["x", "m:input"],
  ["x", "v:input"],
]
/** (x − m)/√(v + ε), as a Standardize and of primitives. */
const FORMS: Readonly<Record<string, Form>> = {
  Standardize: {
    nodes: [["z", "Standardize"]],
    wires: [
      ["x", "z:x"],
      ["m", "z:mean"],
      ["v", "z:variance"],
    ],
  },
  "Sub, Sqrt and Div": {
    nodes: [
      ["d", "Sub"],
      ["s", "Sqrt"],
      ["z", "Div"],
    ],
    wires: [
      ["x", "d:a"],
      ["m", "d:b"],
      ["v", "s:input"],
      ["d", "z:a"],
      ["s", "z:b"],
    ],
  },
  "Sub, Rsqrt and Mul": {
    nodes: [
      ["d", "Sub"],
      ["s", "Rsqrt"],
      ["z", "Mul"],
    ],
    wires: [
      ["x", "d:a"],
      ["m", "d:b"],
      ["v", "s:input"],
      ["d", "z:a"],
      ["s", "z:b"],
    ],
  },
}

function loose(shape: readonly number[], form: Form, more: Partial<GradwireDocument> = {}): GradwireDocument {
  const own = [["m", "Mean"], ["v", "Var"], ...form.nodes] as const
  const nodes: NodeDocument[] = [{ id: "x", op: "Input", attrs: { shape } }, ...own.map(([id, op]) => ({ id, op }))]
  return { gradwire: 1, ...more, nodes }
}

function wire(document: GradwireDocument, [from, to]: Wire): GradwireDocument {
  const [node = "", port = ""] = to.split(":")
  const next = connect(document, { node: from, port: from === "x" ? "value" : "output" }, { node, port })
  return normalizingAttrs(analyze(document, ops), analyze(next, ops))?.document ?? next
}

const attrsOf = (document: GradwireDocument, id: string) =>
  (document.nodes.find((node) => node.id === id) as NodeDocument | undefined)?.attrs
const hintsOf = (document: GradwireDocument) =>
  analyze(document, ops).problems.filter(({ code }) => code.startsWith("GW-H"))

function inAnyOrder(wires: readonly Wire[], check: (order: readonly Wire[]) => void): void {
  const { length } = wires
  fc.assert(fc.property(fc.shuffledSubarray([...wires], { minLength: length, maxLength: length }), check))
}

describe.each(Object.entries(FORMS))("a %s", (_, form) => {
  const wires = [...COMMON, ...form.wires]
  it.each([
    [[4, 3], undefined, [0]],
    [[4, 4], "Batch norm", [0]],
    [[2, 3, 5, 5], undefined, [0, 2, 3]],
    [[2, 3, 6], "batch-norm of a signal", [0, 2]],
  ] as const)("of %j in %j gets dim %j with keepdim, whatever the order of the wires", (shape, title, dim) => {
    const start = loose(shape, form, title === undefined ? {} : { title })
    inAnyOrder(wires, (order) => {
      const done = order.reduce(wire, start)
      expect(attrsOf(done, "m")).toEqual({ dim, keepdim: true })
      expect(attrsOf(done, "v")).toEqual({ dim, keepdim: true, correction: 0 })
      expect(hintsOf(done)).toEqual([])
    })
  })

  it("keeps what was set, and follows the other of the pair", () => {
    const start = setAttr(setAttr(loose([4, 3], form), "m", "dim", [1]), "v", "correction", 2)
    inAnyOrder(wires, (order) => {
      const done = order.reduce(wire, start)
      expect(attrsOf(done, "m")).toEqual({ dim: [1], keepdim: true })
      expect(attrsOf(done, "v")?.correction).toBe(2)
    })
    const last = [...wires.filter(([, to]) => to !== "v:input"), ["x", "v:input"] as const]
    const followed = last.reduce(wire, setAttr(loose([4, 3], form), "m", "dim", [1]))
    expect(attrsOf(followed, "v")).toMatchObject({ dim: [1], keepdim: true })
  })

  it("of three axes, which may be of sequences or of signals, is left alone", () => {
    const done = wires.reduce(wire, loose([2, 3, 6], form))
    expect([attrsOf(done, "m"), attrsOf(done, "v")]).toEqual([undefined, undefined])
  })

  it("that stood before stays as it is when another wire is drawn", () => {
    const whole = wires.reduce(
      (before, [from, to]) => {
        const [node = "", port = ""] = to.split(":")
        return connect(before, { node: from, port: from === "x" ? "value" : "output" }, { node, port })
      },
      loose([4, 3], form),
    )
    const more = { ...whole, nodes: [...whole.nodes, { id: "r", op: "ReLU" }] }
    expect(attrsOf(wire(more, ["z", "r:input"]), "m")).toBeUndefined()
  })
})

test("a mean that is put beside a Standardize, of the same tensor, is for it before it is wired there", () => {
  const form: Form = { nodes: [["z", "Standardize"]], wires: [] }
  const begun = wire(loose([4, 3], form), ["x", "z:x"])
  expect(attrsOf(wire(begun, ["x", "m:input"]), "m")).toEqual({ dim: [0], keepdim: true })
  const taken = wire(wire(begun, ["v", "z:mean"]), ["x", "m:input"])
  expect(attrsOf(taken, "m")).toBeUndefined()
})

test("a mean at the end of a graph, or before anything else, stays over all", () => {
  const nodes: Form["nodes"] = [
    ["s", "Square"],
    ["r", "ReLU"],
  ]
  const start = loose([4, 3], { nodes, wires: [] }, { title: "Batch norm" })
  const done = (
    [
      ["x", "s:input"],
      ["s", "m:input"],
      ["m", "r:input"],
    ] as const
  ).reduce<GradwireDocument>(wire, start)
  expect(attrsOf(done, "m")).toBeUndefined()
})
