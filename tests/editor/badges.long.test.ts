// The numbers that travel on wires of graphs as they are laid out: they wait and stay where they cover nothing, and are seen
// only where they do.

import { expect, test } from "vitest"
import { curveIn } from "../../src/editor/canvas/flow/elements.ts"
import { badgeSize } from "../../src/editor/canvas/playback/badges.ts"
import { badgeOn, badgeWay } from "../../src/editor/canvas/playback/badgeWay.ts"
import { takenBy } from "../../src/editor/canvas/tools/taken.ts"
import { BoxGrid } from "../../src/graph/drawing/wires/boxGrid.ts"
import { boxAround } from "../../src/graph/drawing/wires/chips.ts"
import { inTurn } from "../campaign.ts"
import { knownGraphs } from "./labelling/graphs.ts"
import { CANVASES, fittedIn } from "./labelling/labelling.ts"

/** As wide as numbers get. */
const TEXT = "−0.00792"
/** Parts of a wire at which a way is looked at. */
const PARTS = Array.from({ length: 25 }, (_, i) => i / 24)

/** Of all wires of the known graphs, in either direction: those that find no way, and the parts of the others that do not show. */
function waysIn(window: keyof typeof CANVASES) {
  let [wires, nowhere, hidden, parts] = [0, 0, 0, 0]
  const windows = Object.keys(FLOORS)
  for (const [row, { document }] of knownGraphs().entries()) {
    if (!inTurn(row, 2 * windows.indexOf(window), 2 * windows.length)) continue
    const { drawn, view } = fittedIn(document, CANVASES[window])
    const grid = new BoxGrid()
    for (const box of takenBy(drawn)) grid.add(box, box.wire)
    const { width, height } = badgeSize(TEXT)
    const size = { width: width / view.zoom, height: height / view.zoom }
    for (const { id, data } of drawn.edges) {
      const curve = data === undefined ? null : curveIn(drawn.byId, data.wire, drawn.ways)
      if (curve === null) continue
      for (const forward of [true, false]) {
        wires += 1
        const way = badgeWay(curve, forward, size, (box) => grid.isFree(box, id))
        if (way === null) {
          nowhere += 1
          continue
        }
        const covers = (part: number): boolean => {
          const { at } = badgeOn(curve, way, part)
          return !grid.isFree(boxAround(at, size.width, size.height), id)
        }
        // Before its pulse comes by, and after it has gone on to the port.
        expect([covers(forward ? 0 : 1), covers(forward ? 1 : 0)]).toEqual([false, false])
        const seen = PARTS.filter((part) => badgeOn(curve, way, part).seen === 1)
        expect(seen.filter(covers)).toEqual([])
        parts += PARTS.length
        hidden += PARTS.length - seen.length
      }
    }
  }
  return { wires, nowhere: nowhere / wires, hidden: hidden / parts }
}

/**
 * Measured, with a little room: the part of wires that have no way, where the number stands on its chip's place, and the part of
 * the ways on which it is not seen. At 1024×700 all panels are open.
 */
const FLOORS = {
  "1440×900": { nowhere: 0, hidden: 0.12 },
  "1024×700": { nowhere: 0.2, hidden: 0.14 },
  "360×740": { nowhere: 0.08, hidden: 0.12 },
} as const

test.each(Object.keys(FLOORS) as (keyof typeof FLOORS)[])("no number rests on cards or words at %s", (window) => {
  const { wires, nowhere, hidden } = waysIn(window)
  expect(wires).toBeGreaterThan(100)
  expect(nowhere).toBeLessThanOrEqual(FLOORS[window].nowhere)
  expect(hidden).toBeLessThanOrEqual(FLOORS[window].hidden)
})
