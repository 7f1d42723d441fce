// In a graph that somebody laid out, the gap closes behind a group that is collapsed; opened again, all stands as it stood.

import { readdirSync, readFileSync } from "node:fs"
import { beforeEach, describe, expect, test } from "vitest"
import { collapseGroups } from "../../src/commands/graph/chosen/chosenGroup.ts"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument, NodeDocument, Point } from "../../src/graph/document.ts"
import { arrangement } from "../../src/graph/drawing/arranging.ts"
import { sceneOf } from "../../src/graph/drawing/scene.ts"
import { moveNodes } from "../../src/graph/edit/edit.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"
import { edit, open, undo, useDocument } from "../../src/state/document.ts"

const now = () => useDocument.getState().document
const group = (id: string) => now().groups!.find((one) => one.id === id)!
const fold = (id: string, collapsed: boolean) => collapseGroups([group(id)], collapsed)
const places = (document: GradwireDocument) => document.nodes.map(({ id, at }) => [id, at])

/** Where the group is drawn, as a card or as a frame. */
function boxOf(id: string) {
  const { nodes, frames } = sceneOf(analyze(now(), ops, "train"))
  const frame = frames.find((one) => one.frame.group.id === id)?.box
  const card = nodes.find(({ face }) => face.members?.includes("a"))
  return frame ?? { x: card!.x, y: card!.y, width: card!.face.width, height: card!.face.height }
}

const relu = (id: string, at: Point, inside = false): NodeDocument => ({
  id,
  op: "ReLU",
  at,
  ...(inside ? { group: "g" } : {}),
})

/** Something on each side of a group of four, each at its own distance. */
function around([left, up, right, down]: readonly [number, number, number, number]): GradwireDocument {
  const inside = [
    relu("a", [0, 0], true),
    relu("b", [260, 0], true),
    relu("c", [0, 120], true),
    relu("d", [260, 120], true),
  ]
  const others = [
    relu("left", [-200 - left, 60]),
    relu("up", [100, -110 - up]),
    relu("right", [480 + right, 60]),
    relu("down", [100, 200 + down]),
  ]
  return { gradwire: 1, nodes: [...inside, ...others], groups: [{ id: "g" }] }
}

/** How far each neighbour stands from the group. */
function gaps(): Readonly<Record<string, number>> {
  const { x, y, width, height } = boxOf("g")
  const at = (id: string): Point => now().nodes.find((node) => node.id === id)?.at ?? [0, 0]
  const size = (id: string) => sceneOf(analyze(now(), ops, "train")).nodes.find(({ face }) => face.id === id)!.face
  return {
    left: x - at("left")[0] - size("left").width,
    up: y - at("up")[1] - size("up").height,
    right: at("right")[0] - x - width,
    down: at("down")[1] - y - height,
  }
}

describe.each([
  [30, 30, 30, 30],
  [60, 90, 45, 200],
  [300, 40, 260, 60],
] as const)("with neighbours %d, %d, %d and %d away", (...far) => {
  beforeEach(() => open(around(far)))

  test("they come as near to the card as they stood to the frame, in one step", async () => {
    const document = now()
    const before = gaps()
    await fold("g", true)
    expect(gaps()).toEqual(before)
    expect(useDocument.getState().past).toHaveLength(1)
    undo()
    expect(now()).toBe(document)
  })

  test("opened again all stands as it stood, however often", async () => {
    const document = now()
    for (let i = 0; i < 3; i++) {
      await fold("g", true)
      await fold("g", false)
      expect(places(now())).toEqual(places(document))
      expect(group("g").room).toBeUndefined()
    }
  })

  test("opened after something has moved, nothing stands in it", async () => {
    await fold("g", true)
    edit("Move", (before) => moveNodes(before, new Map([["right", [300, 20]]])))
    await fold("g", false)
    const box = boxOf("g")
    const [x, y] = now().nodes.find(({ id }) => id === "right")?.at ?? [0, 0]
    expect(x >= box.x + box.width || y >= box.y + box.height || y + 60 <= box.y).toBe(true)
  })
})

const HAND_LAID = readdirSync("graphs").flatMap((file) => {
  const { document } = readDocument(readFileSync(`graphs/${file}`, "utf8"))
  if (document === null || arrangement(document) !== null) return []
  return (document.groups ?? []).filter(({ collapsed }) => collapsed !== true).map(({ id }) => ({ file, id, document }))
})

test.each(HAND_LAID)("$file: $id closes and opens without a trace", async ({ id, document }) => {
  open(document)
  await fold(id, true)
  expect(group(id).collapsed).toBe(true)
  await fold(id, false)
  expect(places(now())).toEqual(places(document))
})
