// What can be wrong with a document, in the words that a person reads; and what stays sound beside it.

import { describe, expect, it } from "vitest"
import type { NodeDocument } from "../../src/graph/document.ts"
import { analysisOf, type More, relu, said, states, X } from "./analysing.ts"

describe("a problem is local", () => {
  it("leaves everything upstream alive and everything downstream waiting", () => {
    const analysis = analysisOf([
      X,
      relu("a", "X"),
      { id: "bad", op: "MatMul", inputs: { a: "a", b: "X" } },
      relu("below", "bad"),
      relu("aside", "a"),
    ])
    expect(states(analysis)).toEqual({ X: "ok", a: "ok", bad: "bad", below: "waiting", aside: "ok" })
    expect(analysis.nodes.get("below")?.outputs).toBeNull()
    expect(analysis.problems.filter((problem) => problem.code === "GW-T101")).toHaveLength(1)
  })

  it("does not hide the shapes below a value of the wrong shape", () => {
    const analysis = analysisOf([{ ...X, values: { value: [[1, 2]] } }, relu("r", "X")])
    expect(states(analysis)).toEqual({ X: "bad", r: "waiting" })
    expect(analysis.nodes.get("r")?.outputs).toEqual({ output: [4, 3] })
  })
})

describe("what can be wrong", () => {
  it.each<[string, NodeDocument[], More, string[]]>([
    [
      "an unknown op",
      [X, { id: "c", op: "Conv2D", inputs: { input: "X" } }],
      {},
      ['GW-G101 c: There is no op called "Conv2D". Did you mean "Conv2d"?'],
    ],
    [
      "an unknown attribute",
      [{ ...X, attrs: { shape: [4, 3], shpae: 1 } }],
      {},
      [
        'GW-G102 X:shpae: Unknown attribute "shpae"; it has shape, distribution, mean, std, low, high, p, batch. Did you mean "shape"?',
      ],
    ],
    [
      "an attribute of the wrong type",
      [X, { id: "y", op: "Linear", attrs: { out_features: "two" }, inputs: { input: "X" } }],
      {},
      ['GW-G103 y:out_features: "out_features": expected a whole number from 1 to 16777216, found "two".'],
    ],
    [
      "a missing attribute",
      [X, { id: "y", op: "Linear", inputs: { input: "X" } }],
      {},
      ['GW-G103 y:out_features: "out_features" must be set.'],
    ],
    [
      "an unknown port",
      [X, { id: "r", op: "ReLU", inputs: { input: "X", imput: "X" } }],
      {},
      ['GW-G110 r:imput: ReLU has no input "imput"; its inputs: input. Did you mean "input"?'],
    ],
    [
      "a missing input",
      [X, { id: "s", op: "Add", inputs: { a: "X" } }],
      {},
      ['GW-G111 s:b: Input "b" of Add is not wired; connect an output to it.'],
    ],
    [
      "an empty list",
      [X, { id: "c", op: "Concat", inputs: { inputs: [] } }],
      { target: "c" },
      ['GW-G111 c:inputs: Input "inputs" of Concat needs at least one wire; connect an output to it.'],
    ],
    [
      "an empty place",
      [X, { id: "c", op: "Concat", attrs: { dim: 1 }, inputs: { inputs: ["X", null] } }],
      {},
      ['GW-G112 c:inputs[1]: Place 1 of 2 in "inputs" is empty; wire it or remove it.'],
    ],
    [
      "a list for one wire",
      [X, { id: "r", op: "ReLU", inputs: { input: ["X"] } }],
      { target: "r" },
      ['GW-G113 r:input: "input" takes one wire; write its source alone, not a list.'],
    ],
    [
      "one wire for a list",
      [X, { id: "c", op: "Concat", inputs: { inputs: "X" } }],
      { target: "c" },
      ['GW-G113 c:inputs: "inputs" takes any number of wires; write a list, such as ["a", "b"].'],
    ],
    [
      "a source that does not exist",
      [X, relu("conv1", "X"), relu("r", "conv2")],
      { target: "r" },
      ['GW-G114 r:input: There is no node "conv2". Did you mean "conv1"?'],
    ],
    [
      "an output that does not exist",
      [X, relu("r", "X:out")],
      { target: "r" },
      ['GW-G115 r:input: "X" (Input) has no output "out"; its outputs: value.'],
    ],
    [
      "a list taken for one tensor",
      [X, { id: "s", op: "Split", attrs: { split_size: 2, dim: 0 }, inputs: { input: "X" } }, relu("r", "s")],
      { target: "r" },
      ['GW-G115 r:input: "s:outputs" is a list of tensors; name one of them, such as "s:outputs[0]".'],
    ],
    [
      "an element that a list does not have",
      [
        X,
        { id: "s", op: "Split", attrs: { split_size: 2, dim: 0 }, inputs: { input: "X" } },
        relu("r", "s:outputs[2]"),
      ],
      { target: "r" },
      ['GW-G115 r:input: s:outputs[2] does not exist: "s" gives 2 tensors, [0] to [1].'],
    ],
    [
      "an element of one tensor",
      [X, relu("r", "X:value[0]")],
      { target: "r" },
      ['GW-G115 r:input: "X:value" is one tensor; write "X:value" without [0].'],
    ],
    [
      "text that is no source",
      [X, relu("r", "X value")],
      { target: "r" },
      ['GW-G116 r:input: "X value" is not a source; write node, node:port or node:port[i].'],
    ],
    [
      "a wired param of the wrong shape",
      [
        X,
        { id: "W", op: "Parameter", attrs: { shape: [3, 2] } },
        { id: "y", op: "Linear", attrs: { out_features: 2 }, inputs: { input: "X", weight: "W" } },
      ],
      {},
      ['GW-T102 y:weight: "weight" of Linear must be 2×3, but W:value is 3×2; give it that shape.'],
    ],
    [
      "a wired param that is switched off",
      [
        X,
        { id: "b", op: "Parameter", attrs: { shape: [2] } },
        { id: "y", op: "Linear", attrs: { out_features: 2, bias: false }, inputs: { input: "X", bias: "b" } },
      ],
      {},
      [
        'GW-G117 y:bias: "bias" is wired, but with these attributes Linear has no bias; remove the wire or change the attributes.',
      ],
    ],
    [
      "a value for a name that is not there",
      [{ ...X, values: { valeu: [1] } }],
      {},
      [
        'GW-T103 X:valeu: A value is given for "valeu", which Input does not have; it keeps value. Did you mean "value"?',
      ],
    ],
    [
      "a value of the wrong shape",
      [{ ...X, values: { value: [1, 2] } }],
      {},
      ['GW-T104 X:value: The value for "value" cannot be used: expected 4×3, found 2.'],
    ],
    [
      "an upstream gradient of the wrong shape",
      [X, relu("r", "X")],
      { upstream: { "r:output": [1] } },
      ['GW-T104 upstream.r:output: The upstream gradient for "r:output" cannot be used: expected 4×3, found 1.'],
    ],
    [
      "an upstream gradient for nothing",
      [X, relu("r", "X")],
      { upstream: { "q:output": [1] } },
      [
        'GW-G142 upstream.q:output: The upstream gradient for "q:output" cannot be used: there is no node "q". Wire it to a node that exists.',
      ],
    ],
    [
      "a target that does not exist",
      [X, relu("relu", "X")],
      { target: "rely" },
      ['GW-G140 The target "rely" cannot be used: there is no node "rely". Did you mean "relu"?'],
    ],
    [
      "a group that does not exist",
      [{ ...X, group: "stage1" }],
      { groups: [{ id: "stage2" }] },
      ['GW-G132 X: "X" is in group "stage1", which does not exist. Did you mean "stage2"?'],
    ],
    [
      "a parent that does not exist",
      [X],
      { groups: [{ id: "a", parent: "nowhere" }] },
      ['GW-G130 Group "a" has the parent "nowhere", which does not exist. Use null for a group at the top.'],
    ],
    [
      "parents in a circle",
      [X],
      {
        groups: [
          { id: "a", parent: "b" },
          { id: "b", parent: "a" },
        ],
      },
      ["GW-G131 Group parents go round in a circle: a → b → a. Set one of these parents to null."],
    ],
  ])("%s", (_name, nodes, more, wanted) => {
    expect(said(nodes, more)).toEqual(wanted)
  })

  it("keeps a value of a param that is switched off, with a warning that does not block", () => {
    const analysis = analysisOf([
      X,
      { id: "y", op: "Linear", attrs: { out_features: 1, bias: false }, inputs: { input: "X" }, values: { bias: [1] } },
    ])
    expect(analysis.problems.map(({ code, severity }) => [code, severity])).toEqual([["GW-T107", "warning"]])
    expect(states(analysis)).toEqual({ X: "ok", y: "ok" })
  })

  it("a shape that does not fit: the op's own words, with the port", () => {
    const [problem] = analysisOf([X, relu("r", "X"), { id: "m", op: "MatMul", inputs: { a: "r", b: "X" } }]).problems
    expect(problem).toMatchObject({ code: "GW-T101", node: "m", severity: "error" })
    expect(problem?.sentence).toMatch(/^[A-Z"].*3.*4/)
  })
})

describe("circles", () => {
  it("are named once each, under all of their nodes; the rest of the graph lives", () => {
    const analysis = analysisOf([
      X,
      { id: "a", op: "Add", inputs: { a: "X", b: "c" } },
      relu("b", "a"),
      relu("c", "b"),
      relu("self", "self"),
      relu("below", "c"),
      relu("free", "X"),
    ])
    const circles = analysis.problems.filter((problem) => problem.code === "GW-G120")
    expect(circles.map((problem) => problem.sentence)).toEqual([
      "Wires go round in a circle: a → b → c → a. Remove one of these wires.",
      "Wires go round in a circle: self → self. Remove one of these wires.",
    ])
    expect(states(analysis)).toEqual({
      X: "ok",
      a: "bad",
      b: "bad",
      c: "bad",
      self: "bad",
      below: "waiting",
      free: "ok",
    })
    expect(analysis.order).toEqual(["X", "free"])
    expect(analysis.nodes.get("b")?.problems).toContain(circles[0])
    expect(analysis.wires).toHaveLength(7)
  })

  it("are found in nodes that were sound before the last edit", () => {
    const b = relu("b", "a")
    const c = relu("c", "b")
    expect(said([X, relu("a", "X"), b, c])).toEqual([])
    const after = analysisOf([X, relu("a", "c"), b, c])
    expect(states(after)).toEqual({ X: "ok", a: "bad", b: "bad", c: "bad" })
  })
})
