// The way out of what lies in the way, whatever the sizes: it ends, and nothing is in the way then.

import fc from "fast-check"
import { expect, test } from "vitest"
import { wayOut } from "../../../src/graph/drawing/aside.ts"

const size = fc.double({ min: 1, max: 400, noNaN: true })
const place = fc.double({ min: -500, max: 500, noNaN: true })
const box = fc.record({ x: place, y: place, width: size, height: size })

test("a box gets clear of all others, also where widths are no whole numbers", () => {
  fc.assert(
    fc.property(box, fc.array(box, { maxLength: 12 }), (moving, taken) => {
      const [dx, dy] = wayOut(moving, taken)
      const [x, y] = [moving.x + dx, moving.y + dy]
      for (const other of taken) {
        const apart =
          x + moving.width <= other.x ||
          other.x + other.width <= x ||
          y + moving.height <= other.y ||
          other.y + other.height <= y
        expect(apart).toBe(true)
      }
    }),
    { numRuns: 300, seed: 20261130 },
  )
})
