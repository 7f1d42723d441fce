// Documents of a size that nobody draws: an analysis is no danger to the page.

import { describe, expect, it } from "vitest"
import type { NodeDocument } from "../../src/graph/document.ts"
import { analysisOf, relu, X } from "./analysing.ts"

describe("size", () => {
  it("is no danger: chains of 100,000 nodes, written backwards and in a circle", () => {
    const count = 100_000
    const chain = (last: string): NodeDocument[] =>
      Array.from({ length: count }, (_, i) => relu(`n${i}`, i === 0 ? last : `n${i - 1}`))
    const backwards = analysisOf([...chain("X").reverse(), X])
    expect(backwards.order[0]).toBe("X")
    expect(backwards.order).toHaveLength(count + 1)
    const circle = analysisOf(chain(`n${count - 1}`))
    expect(circle.problems).toHaveLength(1)
    expect(circle.problems[0]?.sentence).toMatch(/^Wires go round in a circle: n0 → n1 .* more … → .* → n0\./)
  })
})
