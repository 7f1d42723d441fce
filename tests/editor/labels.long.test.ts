// In a graph that is laid out by itself every wire's label stands near its wire while all is in view: no long lines to it, none
// out of sight. What it costs is counted: how large the graphs are shown must not fall.

import { expect, test } from "vitest"
import { cases, counted } from "../campaign.ts"
import { knownGraphs, randomGraph } from "./labelling/graphs.ts"
import { CANVASES, type Labelling, labelling } from "./labelling/labelling.ts"

type Window = keyof typeof CANVASES

/** Of all known graphs, and of graphs by chance: the least mean zoom, the most labels missing and out of sight, and titles cut. */
interface Floor {
  readonly zoom: number
  readonly missing: number
  readonly outside: number
  readonly cut: number
}
/**
 * Measured for the known graphs and 60 by chance, with a little room; the zoom again when Inputs that are drawn on and class
 * scores had taken larger pictures, and once more when the gallery had ten digits, cards of closed groups a picture and those of
 * normalisations a table.
 */
const FLOORS: Readonly<Record<Window, readonly [known: Floor, random: Floor]>> = {
  "1440×900": [
    { zoom: 0.644, missing: 1, outside: 0, cut: 0 },
    { zoom: 0.475, missing: 0, outside: 0, cut: 0 },
  ],
  // With all panels open it leaves 476×270 pixels: further out than READABLE nothing is promised of labels but where they stand.
  "1024×700": [
    { zoom: 0.358, missing: 58, outside: 0, cut: 86 },
    { zoom: 0.243, missing: 260, outside: 0, cut: 520 },
  ],
  "360×740": [
    { zoom: 0.58, missing: 12, outside: 0, cut: 21 },
    { zoom: 0.68, missing: 4, outside: 0, cut: 0 },
  ],
}
/** No line from a label to its wire is longer, in pixels of the screen. */
const LONGEST = 66
/** At this zoom and above every wire of a window that is wide has its label. */
const READABLE = 0.33

test.each(Object.keys(CANVASES) as Window[])("labels stand near their wires at %s", { timeout: 120_000 }, (window) => {
  const measure = (graphs: ReturnType<typeof knownGraphs>): readonly Labelling[] =>
    graphs.map(({ name, document }) => {
      const found = labelling(document, CANVASES[window])
      expect(found.leader, `${name}: ${found.led}`).toBeLessThanOrEqual(LONGEST)
      return found
    })
  const count = cases(60)
  const random = Array.from({ length: count }, (_, number) => randomGraph(number))
  for (const [i, graphs] of [knownGraphs(), random].entries()) {
    const floor = FLOORS[window][i]!
    const all = measure(graphs)
    const sum = (of: (one: Labelling) => number): number => all.reduce((total, one) => total + of(one), 0)
    const share = i === 0 ? 1 : count / 60
    expect(Math.exp(sum(({ zoom }) => Math.log(zoom)) / all.length), "mean zoom").toBeGreaterThanOrEqual(floor.zoom)
    expect(
      sum(({ missing }) => missing.length),
      "missing",
    ).toBeLessThanOrEqual(floor.missing * share)
    expect(
      sum(({ outside }) => outside.length),
      "out of sight",
    ).toBeLessThanOrEqual(floor.outside * share)
    expect(
      sum(({ cut }) => cut.length),
      "titles cut",
    ).toBeLessThanOrEqual(floor.cut * share)
    if (window === "1024×700") {
      const readable = all.filter(({ zoom }) => zoom >= READABLE)
      expect(readable.flatMap(({ missing }) => missing)).toEqual([])
    }
    counted(all.length, "layouts whose labels were measured")
  }
})
