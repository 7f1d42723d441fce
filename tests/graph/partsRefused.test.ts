// What is not opened, and what is not closed any more: the reason is said.

import { describe, expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument } from "../../src/graph/document.ts"
import * as edits from "../../src/graph/edit/edit.ts"
import { closeParts } from "../../src/graph/parts/close.ts"
import { openIntoParts } from "../../src/graph/parts/open.ts"
import { ops } from "../../src/ops/registry.ts"
import { bn, opened, parts, sentence } from "./partsOpened.ts"

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
