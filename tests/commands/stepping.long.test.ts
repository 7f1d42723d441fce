// What comes to the canvas stands clear of what is there, however often it comes, and one undo takes it away.

import { beforeEach, describe, expect, test } from "vitest"
import { copiedText, duplicateSelection, pasteText, removeCopied } from "../../src/commands/edit/clipboard/clipboard.ts"
import { insertOp } from "../../src/commands/edit/inserting/inserting.ts"
import { addBlock } from "../../src/commands/edit/inserting/insertingBlocks.ts"
import { insertAtEnd } from "../../src/commands/edit/inserting/insertingWired.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { blocks } from "../../src/graph/blocks/registry.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { wayOut } from "../../src/graph/drawing/aside.ts"
import { drawnBoxes, drawnFrames } from "../../src/graph/drawing/boxes.ts"
import type { PlacedBox } from "../../src/graph/edit/arrange.ts"
import type { AnyOp } from "../../src/ops/op.ts"
import { ops } from "../../src/ops/registry.ts"
import { open, undo, useDocument } from "../../src/state/document.ts"
import { useSession } from "../../src/state/session.ts"
import { documentOf } from "../graph/wholeDocuments.ts"

const document = () => useDocument.getState().document
const entries = () => useDocument.getState().past.length
const select = (...nodes: string[]) => useSession.getState().select({ nodes, wires: [] })
const node = (id: string) => document().nodes.find((entry) => entry.id === id)

/** Pairs of cards, and cards in frames of other groups, that lie on each other. */
function overlaps(of: GradwireDocument): readonly string[] {
  const boxes = [...drawnBoxes(of, analyze(of, ops))]
  const groupOf = new Map(of.nodes.map((entry) => [entry.id, "group" in entry ? entry.group : undefined]))
  const frames = [...drawnFrames(of, new Map(boxes))]
  const cards = boxes.flatMap(([a, box], i) =>
    boxes.slice(i + 1).flatMap(([b, other]) => (meet(box, other) ? [`${a} on ${b}`] : [])),
  )
  const framed = frames.flatMap(([group, frame]) =>
    boxes.flatMap(([id, box]) => (groupOf.get(id) !== group && meet(frame, box) ? [`${id} in ${group}`] : [])),
  )
  return [...cards, ...framed]
}

function meet(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

/** Does something some times; after each nothing overlaps, and one undo takes it back. */
function times(count: number, what: () => void): void {
  for (let i = 0; i < count; i++) {
    const before = document()
    what()
    expect([i, overlaps(document())]).toEqual([i, []])
    const after = document()
    expect(after).not.toBe(before)
    const selected = useSession.getState().nodes
    undo()
    expect(document()).toBe(before)
    useDocument.setState({ document: after })
    select(...selected)
  }
}

function opNamed(kind: string): AnyOp {
  const op = ops.get(kind)
  if (op === undefined) throw new Error(`no op ${kind}`)
  return op
}

beforeEach(() => open({ gradwire: 1, nodes: [] }))

describe.each([...ops.keys()])("%s", (kind) => {
  test("put in, dropped, copied, pasted and duplicated, several times each", () => {
    times(2, () => insertOp(kind))
    times(2, () => insertOp(kind, [400, 300]))
    const [first] = useSession.getState().nodes
    times(2, () => duplicateSelection())
    select(first ?? "")
    const text = copiedText() ?? ""
    times(2, () => pasteText(text))
    times(1, () => duplicateSelection(true))
    const port = Object.keys(ops.get(kind)?.inputs ?? {})[0]
    if (port === undefined) return
    insertOp("Input", [0, 0])
    const [input] = useSession.getState().nodes
    const end = { kind: "source", place: { node: input ?? "", port: "value" } } as const
    times(2, () => insertAtEnd(kind, port, end, [400, 300]))
  })

  test("duplicated with all that stands before it", () => {
    const made = documentOf(opNamed(kind))
    const nodes = made.nodes as readonly object[]
    open({ gradwire: 1, nodes: nodes.map((one, i) => ({ ...one, at: [300 * (i % 2), 360 * i] })) as never })
    select(...document().nodes.map(({ id }) => id))
    times(2, () => duplicateSelection())
  })
})

describe.each([...blocks.keys()])("block %s", (kind) => {
  test("put in again and again: each is clear of the others and wired to the one before", () => {
    times(3, () => addBlock(kind))
    const groups = document().groups?.map(({ id }) => id) ?? []
    expect(groups).toHaveLength(3)
    for (const [i, group] of groups.entries()) {
      if (i === 0) continue
      const before = groups[i - 1]
      const from = document().nodes.flatMap((entry) =>
        "op" in entry && entry.group === group ? Object.values(entry.inputs ?? {}).flat() : [],
      )
      expect(
        from.some((source) => source?.startsWith(`${before}/`)),
        `${group} behind ${before}`,
      ).toBe(true)
    }
  })

  test("dropped at one place, pasted and duplicated: clear, and joined to nothing outside", () => {
    insertOp("Input")
    select()
    times(2, () => addBlock(kind))
    times(2, () => addBlock(kind, [40, 40]))
    const last = useSession.getState().nodes
    times(2, () => duplicateSelection())
    const copies = new Set(useSession.getState().nodes)
    for (const entry of document().nodes) {
      if (!copies.has(entry.id) || !("inputs" in entry)) continue
      for (const source of Object.values(entry.inputs ?? {}).flat())
        expect(copies.has(String(source).split(":")[0] ?? "")).toBe(true)
    }
    select(...last)
    const text = copiedText() ?? ""
    times(2, () => pasteText(text))
  })
})

const CHAIN: GradwireDocument = {
  gradwire: 1,
  nodes: [
    { id: "x", op: "Input", at: [0, 0] },
    { id: "a", op: "ReLU", inputs: { input: "x" }, at: [260, 0] },
    { id: "b", op: "ReLU", inputs: { input: "a" }, at: [520, 0] },
  ],
}

test("a copy joins what its original joined only if that is asked for; what was cut comes back with its wires once", () => {
  open(CHAIN)
  select("a")
  duplicateSelection()
  expect(node("a1")).not.toHaveProperty("inputs")
  select("a")
  duplicateSelection(true)
  expect(node("a2")).toMatchObject({ inputs: { input: "x" } })
  select("a", "b")
  const text = copiedText() ?? ""
  pasteText(text)
  expect(node("a3")).not.toHaveProperty("inputs")
  expect(node("b1")).toMatchObject({ inputs: { input: "a3" } })
  pasteText(text, true)
  expect(node("a4")).toMatchObject({ inputs: { input: "x" } })
  select("a")
  const cut = copiedText() ?? ""
  removeCopied()
  pasteText(cut.replaceAll("\n", "\r\n"))
  expect(node("a")).toMatchObject({ inputs: { input: "x" } })
  pasteText(cut)
  expect(node("a5")).not.toHaveProperty("inputs")
  expect(overlaps(document())).toEqual([])
  expect(entries()).toBe(7)
})

test("a block behind what it cannot take is put in clear and not wired, and says so", () => {
  open({ gradwire: 1, nodes: [{ id: "x", op: "Input", attrs: { shape: [4, 64] }, at: [0, 0] }] })
  select("x")
  addBlock("BasicBlock")
  const inside = document().nodes.flatMap((entry) =>
    "inputs" in entry ? Object.values(entry.inputs ?? {}).flat() : [],
  )
  expect(inside).not.toContain("x")
  expect(overlaps(document())).toEqual([])
})

test("the shift is the least along one axis, over a grid of places in a crowd", () => {
  const crowd = Array.from({ length: 60 }, (_, i) => ({
    x: ((i * 197) % 900) - 100,
    y: ((i * 331) % 700) - 100,
    width: 56 + ((i * 37) % 160),
    height: 40 + ((i * 53) % 120),
  }))
  for (let x = -200; x <= 900; x += 73) {
    for (let y = -200; y <= 700; y += 61) {
      const box = { x, y, width: 180, height: 60 }
      const [dx, dy] = wayOut(box, crowd)
      const clear = (sx: number, sy: number) =>
        crowd.every((one) => !meet({ x: x + sx - 24, y: y + sy - 24, width: 228, height: 108 }, one))
      expect([clear(dx, dy), dx === 0 || dy === 0]).toEqual([true, true])
      const shift = Math.abs(dx) + Math.abs(dy)
      for (let less = 0; less < shift; less += 5) {
        const nearer = [clear(less, 0), clear(-less, 0), clear(0, less), clear(0, -less)]
        expect([x, y, shift, less, nearer]).toEqual([x, y, shift, less, [false, false, false, false]])
      }
    }
  }
})
