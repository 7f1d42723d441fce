// Nothing covers anything in the gallery: frames of sibling groups, with their titles as large as they are drawn near and far,
// what stands outside a frame, and cards.

import { readdirSync, readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import { FRAME_TITLE, placeFrames } from "../../src/graph/drawing/boxes.ts"
import { claimedBy } from "../../src/graph/drawing/claims.ts"
import { sceneOf } from "../../src/graph/drawing/scene.ts"
import type { PlacedBox } from "../../src/graph/edit/arrange.ts"
import { readDocument } from "../../src/graph/text/read.ts"
import { ops } from "../../src/ops/registry.ts"

const folder = new URL("../../graphs/", import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith(".json"))

/** Titles are drawn so much larger on the canvas when it is far away. */
const SCALES = [1, 1.22, 1.5, 1.9]

interface Named {
  readonly name: string
  readonly box: PlacedBox
}

function overlaps(a: PlacedBox, b: PlacedBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function sceneIn(file: string) {
  const { document } = readDocument(readFileSync(new URL(file, folder), "utf8"))
  if (document === null) throw new Error(`${file} does not open`)
  return sceneOf(analyze(document, ops, "train"))
}

/** Everything in a graph that lies over something else, in words. */
function covered(file: string): readonly string[] {
  const scene = sceneIn(file)
  const cards = scene.nodes.map((node) => ({
    id: node.face.id,
    inside: node.face.members ?? [node.face.id],
    box: claimedBy(node),
  }))
  const found = pairs(cards.map(({ id, box }) => ({ name: id, box })))
  const ofMember = new Map(
    cards.flatMap(({ inside, id, box }) => [id, ...inside].map((member) => [member, box] as const)),
  )
  const frames = scene.frames.map(({ frame }) => frame)
  for (const scale of SCALES) {
    const boxes = placeFrames(frames, (id) => ofMember.get(id) ?? null, FRAME_TITLE * scale)
    const framed = frames.map(({ group, members }) => ({
      name: group.id,
      parent: group.parent ?? null,
      members,
      box: boxes.get(group.id)!,
    }))
    for (const parent of new Set(framed.map((frame) => frame.parent))) {
      found.push(...pairs(framed.filter((frame) => frame.parent === parent)).map((words) => `${words} at ${scale}`))
    }
    for (const { name, members, box } of framed) {
      for (const card of cards) {
        if (!card.inside.some((id) => members.includes(id)) && overlaps(card.box, box))
          found.push(`frame ${name} over ${card.id} at ${scale}`)
      }
    }
  }
  return found
}

function pairs(things: readonly Named[]): string[] {
  return things.flatMap((a, i) =>
    things.slice(i + 1).flatMap((b) => (overlaps(a.box, b.box) ? [`${a.name} over ${b.name}`] : [])),
  )
}

test("the measure sees what lies over something else", () => {
  expect(overlaps({ x: 0, y: 0, width: 10, height: 10 }, { x: 9, y: 9, width: 10, height: 10 })).toBe(true)
  expect(overlaps({ x: 0, y: 0, width: 10, height: 10 }, { x: 10, y: 0, width: 10, height: 10 })).toBe(false)
})

test.for(files)("%s: nothing covers anything", (file) => {
  expect(covered(file)).toEqual([])
})

// Words keep their size on the screen, so on the canvas they grow as one goes away, until a line of them gives way.
test.for(files)("%s: words under circles touch nothing at any zoom", (file) => {
  const { nodes } = sceneIn(file)
  for (const zoom of [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5])
    expect(pairs(nodes.map((node) => ({ name: node.face.id, box: claimedBy(node, zoom) }))), `at ${zoom}`).toEqual([])
})
