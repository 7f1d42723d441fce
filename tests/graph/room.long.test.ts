import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { closeGroup, expandGroup } from "../../src/graph/drawing/room.ts"
import { sceneOf } from "../../src/graph/drawing/scene.ts"
import { forgetRoom } from "../../src/graph/edit/groupEdits.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const RESNET = readDocument(readFileSync("graphs/resnet-152.json", "utf8")).document!
const expand = (document: GradwireDocument, id: string) => expandGroup(document, id, analyze(document, ops, "train"))
const close = (document: GradwireDocument, id: string) => closeGroup(document, id, analyze(document, ops, "train"))

/** Pairs of things drawn on each other: cards, round nodes, and frames with what is not inside them. */
function overlaps(document: GradwireDocument): readonly string[] {
  const { nodes, frames } = sceneOf(analyze(document, ops, "train"))
  const boxes = [
    ...nodes.map(({ face, x, y }) => ({
      name: face.id,
      inside: face.members ?? [face.id],
      box: { x, y, width: face.width, height: face.height },
    })),
    ...frames.map(({ frame, box }) => ({ name: `frame ${frame.group.id}`, inside: frame.members, box })),
  ]
  const found: string[] = []
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const nested = a.inside.some((id) => b.inside.includes(id))
      const apart =
        a.box.x + a.box.width <= b.box.x ||
        b.box.x + b.box.width <= a.box.x ||
        a.box.y + a.box.height <= b.box.y ||
        b.box.y + b.box.height <= a.box.y
      if (!nested && !apart) found.push(`${a.name} on ${b.name}`)
    }
  }
  return found
}

describe("ResNet-152", () => {
  test("lies apart when it is opened", () => {
    expect(overlaps(RESNET)).toEqual([])
  })

  test.each(["layer1", "layer2", "layer3", "layer4"])(
    "%s opens beside its neighbours, and closes without a trace",
    (id) => {
      const opened = expand(RESNET, id)
      expect(overlaps(opened)).toEqual([])
      expect(close(opened, id)).toEqual({ ...RESNET, groups: withOpen(RESNET, []) })
    },
  )

  test("stages and blocks open in each other, and close without a trace in any order", () => {
    const way = ["layer1", "layer1.1", "layer3", "layer3.4", "layer1.0"]
    let document = RESNET
    for (const id of way) {
      document = expand(document, id)
      expect(overlaps(document)).toEqual([])
    }
    for (const id of [...way].reverse()) document = close(document, id)
    expect(document.nodes).toEqual(RESNET.nodes)
    // The stage closes around a block that is open, and takes back the room of both.
    const outer = close(expand(expand(RESNET, "layer1"), "layer1.1"), "layer1")
    expect(overlaps(outer)).toEqual([])
    const beside = (one: GradwireDocument) => one.nodes.find(({ id }) => id === "layer2.0.conv1")?.at
    expect(beside(outer)).toEqual(beside(RESNET))
  })
})

function withOpen(document: GradwireDocument, open: readonly string[]) {
  return document.groups?.map((group) => ({ ...group, collapsed: !open.includes(group.id) }))
}

describe("any drawing", () => {
  // A grid with gaps of many widths; some cells form a group that is closed.
  const anything = fc.record({
    columns: fc.array(fc.integer({ min: 190, max: 420 }), { minLength: 5, maxLength: 5 }),
    rows: fc.array(fc.integer({ min: 76, max: 240 }), { minLength: 5, maxLength: 5 }),
    jitter: fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { minLength: 25, maxLength: 25 }),
    group: fc.tuple(fc.nat(3), fc.nat(4)),
    spread: fc.tuple(fc.integer({ min: 200, max: 900 }), fc.integer({ min: -300, max: 300 })),
  })
  type Drawing = typeof anything extends fc.Arbitrary<infer D> ? D : never

  function documentOf({ columns, rows, jitter, group: [gx, gy], spread }: Drawing): GradwireDocument {
    const place = (sizes: readonly number[], i: number) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0)
    const nodes = jitter.map(([dx, dy], i) => {
      const [x, y] = [i % 5, Math.floor(i / 5)]
      const at = [place(columns, x) + dx, place(rows, y) + dy] as const
      return { id: `n${i}`, op: "ReLU", at, ...(x === gx && y === gy ? { group: "g" } : {}) }
    })
    const first = nodes.find(({ group }) => group === "g")!
    const other = {
      id: "other",
      op: "ReLU",
      group: "g",
      at: [first.at[0] + spread[0], first.at[1] + spread[1]] as const,
    }
    return { gradwire: 1, nodes: [...nodes, other], groups: [{ id: "g", collapsed: true }] }
  }

  test("nothing comes to lie on anything, and all of it comes back", () => {
    fc.assert(
      fc.property(anything, (drawing) => {
        const document = documentOf(drawing)
        fc.pre(overlaps(document).length === 0)
        const opened = expand(document, "g")
        expect(overlaps(opened)).toEqual([])
        expect(close(opened, "g")).toEqual(document)
      }),
      { numRuns: 200 },
    )
  })

  test("what moved in between does not come to lie on anything when the group closes", () => {
    fc.assert(
      fc.property(
        anything,
        fc.nat(24),
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: -300, max: 300 }),
        (drawing, which, dx, dy) => {
          const document = documentOf(drawing)
          fc.pre(overlaps(document).length === 0)
          const opened = expand(document, "g")
          const moved = {
            ...opened,
            nodes: opened.nodes.map((node, i) =>
              i === which ? { ...node, at: [node.at![0] + dx, node.at![1] + dy] as const } : node,
            ),
          }
          fc.pre(overlaps(moved).length === 0)
          expect(overlaps(close(moved, "g"))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  test("a record of room that makes no sense is none; a new layout forgets it", () => {
    const plain = documentOf({
      columns: [300, 300, 300, 300, 300],
      rows: [100, 100, 100, 100, 100],
      jitter: Array.from({ length: 25 }, () => [0, 0] as [number, number]),
      group: [1, 1],
      spread: [200, 0],
    })
    for (const room of ["wide", [null, 7], [["a", -4]], { left: 3 }]) {
      const foreign = { ...plain, groups: [{ id: "g", room }] }
      expect(close(foreign, "g").nodes).toEqual(plain.nodes)
    }
    const opened = expand(plain, "g")
    expect(opened.groups?.[0]?.room).toBeDefined()
    expect(forgetRoom(opened).groups).toEqual([{ id: "g", collapsed: false }])
    expect(forgetRoom(plain)).toBe(plain)
  })
})
