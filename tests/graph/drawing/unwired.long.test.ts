// Cards that nothing leads to: a layout, places given later and what grows once it is wired leave them room as they do for others.

import fc from "fast-check"
import { expect, test } from "vitest"
import type { GradwireDocument, NodeDocument, Point } from "../../../src/graph/document.ts"
import { question } from "../../../src/graph/drawing/arranging.ts"
import { claimedBoxes } from "../../../src/graph/drawing/boxes.ts"
import { missingPlaces } from "../../../src/graph/drawing/placing.ts"
import { spread } from "../../../src/graph/drawing/spread.ts"
import { moveNodes } from "../../../src/graph/edit/edit.ts"
import { layout } from "../../../src/graph/layout/layout.ts"
import { cases, seed } from "../../campaign.ts"
import { analysisOf } from "../analysing.ts"

/** Of many sizes; those of an op that takes something stand with a wire or without. */
const KINDS: readonly Omit<NodeDocument, "id">[] = [
  { op: "Input", attrs: { shape: [1, 1, 28, 28] } },
  { op: "Input", attrs: { shape: [4, 3] } },
  { op: "Conv2d", attrs: { out_channels: 10, kernel_size: 3, padding: 1 } },
  { op: "MaxPool2d", attrs: { kernel_size: 2 } },
  { op: "Linear", attrs: { out_features: 3 } },
  { op: "Mean" },
  { op: "Add" },
  { op: "Standardize" },
  { op: "CrossEntropyLoss" },
]

const some = fc.array(
  fc.record({
    kind: fc.nat(KINDS.length - 1),
    wired: fc.boolean(),
    at: fc.option(fc.tuple(fc.nat(4), fc.nat(3)), { freq: 2 }),
  }),
  { minLength: 2, maxLength: 9 },
)

/** The first is the picture that all wires come from; `at` on a grid whose cells have room for any card. */
function nodesOf(
  all: readonly { kind: number; wired: boolean; at: readonly [number, number] | null }[],
): readonly NodeDocument[] {
  const taken = new Set<string>()
  return [{ kind: 0, wired: false, at: [9, 9] as const }, ...all].map(({ kind, wired, at }, i) => {
    const { op, ...rest } = KINDS[kind]!
    const place = at === null || taken.has(`${at}`) ? null : ([at[0] * 500, at[1] * 600] as const)
    taken.add(`${at}`)
    return {
      id: `n${i}`,
      op,
      ...rest,
      ...(wired && op !== "Input" ? { inputs: { input: "n0" } } : {}),
      ...(place === null ? {} : { at: place }),
    }
  })
}

function overlaps(document: GradwireDocument, places: ReadonlyMap<string, Point>): readonly string[] {
  const placed = moveNodes(document, places)
  const boxes = [...claimedBoxes(placed, analysisOf(placed.nodes as NodeDocument[]))]
  return boxes.flatMap(([a, one], i) =>
    boxes.slice(i + 1).flatMap(([b, two]) => {
      const apart =
        one.x + one.width <= two.x ||
        two.x + two.width <= one.x ||
        one.y + one.height <= two.y ||
        two.y + two.height <= one.y
      return apart ? [] : [`${a} × ${b}`]
    }),
  )
}

test("a layout leaves no card on another, wired or not", () => {
  fc.assert(
    fc.property(some, fc.constantFrom("right" as const, "down" as const), (all, direction) => {
      const analysis = analysisOf(nodesOf(all))
      const asked = question(analysis, analysis.document, { window: { width: 900, height: 500 }, direction })
      expect(overlaps(analysis.document, layout(asked.boxes, asked.joins, asked.options))).toEqual([])
    }),
    { numRuns: cases(40), seed },
  )
})

test("cards that came without a place are put clear of all that have one", () => {
  fc.assert(
    fc.property(some, (all) => {
      const analysis = analysisOf(nodesOf(all))
      expect(overlaps(analysis.document, missingPlaces(analysis, "pictured"))).toEqual([])
    }),
    { numRuns: cases(40), seed },
  )
})

test("cards that were laid out without wires, and grow once they have some, push others away", () => {
  fc.assert(
    fc.property(some, (all) => {
      const bare = analysisOf(nodesOf(all.map((one) => ({ ...one, wired: false }))))
      const asked = question(bare, bare.document, { window: { width: 900, height: 500 }, direction: "right" })
      const laid = moveNodes(bare.document, layout(asked.boxes, asked.joins, asked.options))
      const wired = laid.nodes.map((node) =>
        "op" in node && node.op !== "Input" ? { ...node, inputs: { input: "n0" } } : node,
      ) as NodeDocument[]
      const analysis = analysisOf(wired)
      const grown = new Set(wired.map(({ id }) => id))
      expect(overlaps(analysis.document, spread(analysis.document, analysis, grown))).toEqual([])
    }),
    { numRuns: cases(40), seed },
  )
})
