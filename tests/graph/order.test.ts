import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { circles, shortestCircle, topologicalOrder } from "../../src/graph/analysis/order.ts"

/** Graphs of up to 12 nodes; edges may go anywhere, to their own node too. */
const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.array(fc.array(fc.integer({ min: 0, max: count - 1 }), { maxLength: 3 }), {
    minLength: count,
    maxLength: count,
  }),
)

/** Whether `to` can be reached from `from` by at least one edge. */
function reaches(successors: readonly (readonly number[])[], from: number, to: number): boolean {
  const seen = new Set<number>()
  const stack = [...successors[from]!]
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    if (i === to) return true
    if (seen.has(i)) continue
    seen.add(i)
    stack.push(...successors[i]!)
  }
  return false
}

describe("topological order", () => {
  it("is always the earliest node of the document that is ready", () => {
    fc.assert(
      fc.property(graphs, (successors) => {
        const placed = new Set<number>()
        const expected: number[] = []
        for (;;) {
          const ready = successors.findIndex(
            (_, i) => !placed.has(i) && successors.every((list, j) => placed.has(j) || !list.includes(i)),
          )
          if (ready === -1) break
          placed.add(ready)
          expected.push(ready)
        }
        expect(topologicalOrder(successors)).toEqual(expected)
      }),
    )
  })

  it("keeps the document's order for nodes without wires", () => {
    expect(topologicalOrder([[], [], []])).toEqual([0, 1, 2])
  })
})

describe("circles", () => {
  it("are the sets of nodes that reach each other", () => {
    fc.assert(
      fc.property(graphs, (successors) => {
        const expected = new Map<string, number[]>()
        for (const i of successors.keys()) {
          if (!reaches(successors, i, i)) continue
          const component = [...successors.keys()].filter((j) => reaches(successors, i, j) && reaches(successors, j, i))
          expected.set(component.join(), component)
        }
        expect(circles(successors)).toEqual([...expected.values()])
      }),
    )
  })

  it("are named by the shortest way round from their first node", () => {
    fc.assert(
      fc.property(graphs, (successors) => {
        for (const component of circles(successors)) {
          const way = shortestCircle(successors, component)
          expect(way[0]).toBe(component[0])
          expect(way.at(-1)).toBe(component[0])
          expect(new Set(way).size).toBe(way.length - 1)
          for (const [at, i] of way.slice(0, -1).entries()) expect(successors[i]).toContain(way[at + 1])
        }
      }),
    )
  })
})
