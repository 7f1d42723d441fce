// A narrow window shows a graph upright that was laid out for a wide one; what is saved and sent keeps its author's places.

import { beforeEach, describe, expect, test } from "vitest"
import { sent } from "../../src/commands/file/saving/sharing.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { arrangement } from "../../src/graph/drawing/arranging.ts"
import { moveNodes, setAttr } from "../../src/graph/edit/edit.ts"
import type { Size } from "../../src/graph/layout/fitted.ts"
import { useCamera } from "../../src/state/camera.ts"
import { edit, open, undo, useDocument } from "../../src/state/document.ts"
import { asAuthored, standForWindow } from "../../src/state/places/upright.ts"

const NARROW: Size = { width: 320, height: 500 }
const WIDE: Size = { width: 820, height: 510 }

/** So many ops in a row, `step` pixels apart. */
const row = (count: number, step = 260): GradwireDocument => ({
  gradwire: 1,
  title: "row",
  nodes: Array.from({ length: count }, (_, i) =>
    i === 0
      ? { id: "n0", op: "Input", attrs: { shape: [2, 3] }, at: [0, 0] as const }
      : { id: `n${i}`, op: "ReLU", inputs: { input: `n${i - 1}` }, at: [i * step, 0] as const },
  ),
})
const now = (): GradwireDocument => useDocument.getState().document
const through = (window: Size | null): void => {
  useCamera.setState({ size: () => window })
  standForWindow()
}
const places = ({ nodes }: GradwireDocument) => nodes.map(({ at }) => at)

beforeEach(() => useCamera.setState({ size: () => null }))

describe("in a narrow window", () => {
  for (const count of [2, 3, 5, 9, 14]) {
    test(`a row of ${count} stands upright, and nothing is to be undone or saved`, () => {
      const given = row(count)
      open(given)
      through(NARROW)
      const heights = places(now()).map((at) => at?.[1] ?? 0)
      expect(heights).toEqual([...heights].sort((a, b) => a - b))
      expect(new Set(heights).size).toBe(count)
      expect(arrangement(now())).toBe("down")
      expect(useDocument.getState().past).toEqual([])
      expect(asAuthored(now())).toBe(given)
    })
  }

  test("a column stays as it was laid, and so does a graph that says where to look, or is not all placed", () => {
    const column = moveNodes(row(3), new Map([0, 1, 2].map((i) => [`n${i}`, [0, i * 140] as const])))
    const looking = { ...row(5), view: { camera: { x: 0, y: 0, zoom: 1 } } }
    for (const given of [column, looking]) {
      open(given)
      through(NARROW)
      expect(now()).toBe(given)
      expect(asAuthored(now())).toBe(given)
    }
  })

  test("an edit that moves nothing keeps the author's places, one that moves a node takes the shown ones", () => {
    const given = { ...row(4), view: { shapes: "HWC" as const } }
    open(given)
    through(NARROW)
    edit("Set", (document) => setAttr(document, "n0", "shape", [5, 3]))
    expect(places(asAuthored(now()))).toEqual(places(given))
    expect(asAuthored(now()).view).toEqual({ shapes: "HWC" })
    expect(asAuthored(now()).nodes[0]).toMatchObject({ attrs: { shape: [5, 3] } })
    expect(asAuthored(now()), "the same each time: nothing new to save").toBe(asAuthored(now()))
    edit("Move", (document) => moveNodes(document, new Map([["n2", [11, 12]]])))
    expect(asAuthored(now())).toBe(now())
    undo()
    expect(places(asAuthored(now()))).toEqual(places(given))
  })

  test("a link carries the author's places, but where it says where to look, the shown ones", () => {
    const given = row(4)
    open(given)
    through(NARROW)
    const options = { camera: null, newSeed: false, draw: false, readOnly: false, hide: [] }
    expect(places(sent(now(), options))).toEqual(places(given))
    expect(places(sent(now(), { ...options, camera: { x: 0, y: 0, zoom: 1 } }))).toEqual(places(now()))
  })
})

test("a window that gets wide shows the graph as its author put it, edited or not", () => {
  const given = row(5)
  open(given)
  through(NARROW)
  through(WIDE)
  expect(now()).toBe(given)
  through(NARROW)
  edit("Set", (document) => setAttr(document, "n0", "shape", [5, 3]))
  through(WIDE)
  expect(places(now())).toEqual(places(given))
  expect(now().nodes[0]).toMatchObject({ attrs: { shape: [5, 3] } })
  through(null)
  expect(places(now())).toEqual(places(given))
})
