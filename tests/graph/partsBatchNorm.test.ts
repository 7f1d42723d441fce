// A BatchNorm1d opened into the course's graph and closed again, with what was edited meanwhile.

import { describe, expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { readNodes } from "../../src/graph/document.ts"
import * as edits from "../../src/graph/edit/edit.ts"
import { group } from "../../src/graph/edit/groupEdits.ts"
import { closeParts } from "../../src/graph/parts/close.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { writeDocument } from "../../src/graph/text/write.ts"
import { ops } from "../../src/ops/registry.ts"
import { bn, distance, opened, parts, ran, sound } from "./partsOpened.ts"

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
  test("in evaluation mode holds the running statistics, and closes with edited ones", () => {
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
