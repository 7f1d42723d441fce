// Aims: ResNet-152 (515 nodes) laid out for a window in 10 ms, 10,000 nodes in 150 ms, a chain of 10,000 as well.

import { bench, describe } from "vitest"
import { layout } from "../src/library.ts"
import { chain, type Drawing, resNet152, tangle } from "./drawings.ts"

const WINDOW = { width: 820, height: 510 }

describe("layout", () => {
  const cases: readonly (readonly [string, Drawing])[] = [
    ["ResNet-152", resNet152()],
    ["10,000 tangled", tangle(10_000)],
    ["10,000 in a chain", chain(10_000)],
  ]
  for (const [name, { boxes, joins }] of cases) {
    bench(`${name}: ${boxes.length} nodes`, () => {
      layout(boxes, joins, { window: WINDOW })
    })
  }
})
