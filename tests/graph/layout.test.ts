import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Box, type Frame, type Join, layout } from "../../src/graph/layout/layout.ts"

type Links = { readonly [id: string]: readonly string[] }

/** Boxes of one size, each with the boxes that feed it, in the order of its ports. */
function drawing(links: Links, groups: { readonly [id: string]: string } = {}): { boxes: Box[]; joins: Join[] } {
  const boxes = Object.keys(links).map((id) => ({ id, width: 100, height: 60, group: groups[id] ?? null }))
  const joins = Object.entries(links).flatMap(([to, from]) =>
    from.map((id, k) => ({ from: id, to, toAt: 15 + 15 * k })),
  )
  return { boxes, joins }
}

function overlaps(boxes: readonly Box[], places: ReadonlyMap<string, readonly [number, number]>): string[] {
  const found: string[] = []
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(i + 1)) {
      const [[ax, ay], [bx, by]] = [places.get(a.id)!, places.get(b.id)!]
      if (ax < bx + b.width && bx < ax + a.width && ay < by + b.height && by < ay + a.height)
        found.push(`${a.id} ${b.id}`)
    }
  }
  return found
}

describe("layout", () => {
  const anything = fc.record({
    sizes: fc.array(
      fc.record({ width: fc.integer({ min: 10, max: 300 }), height: fc.integer({ min: 10, max: 300 }) }),
      {
        minLength: 1,
        maxLength: 25,
      },
    ),
    wires: fc.array(fc.tuple(fc.nat(24), fc.nat(24)), { maxLength: 50 }),
    members: fc.array(fc.nat(4), { minLength: 25, maxLength: 25 }),
    parents: fc.array(fc.nat(4), { minLength: 4, maxLength: 4 }),
    direction: fc.constantFrom("right" as const, "down" as const),
  })

  it("never lets boxes overlap, whatever the wires, groups and circles", () => {
    fc.assert(
      fc.property(anything, ({ sizes, wires, members, parents, direction }) => {
        // Group 4 stands for none; parents may go in circles.
        const boxes = sizes.map((size, i) => ({
          id: `n${i}`,
          ...size,
          group: members[i] === 4 ? null : `g${members[i]}`,
        }))
        const joins = wires
          .filter(([a, b]) => a < boxes.length && b < boxes.length)
          .map(([a, b]) => ({ from: `n${a}`, to: `n${b}` }))
        const groups: Frame[] = parents.map((parent, i) => ({
          id: `g${i}`,
          parent: parent === 4 ? null : `g${parent}`,
        }))
        const places = layout(boxes, joins, { groups, direction })
        expect(places.size).toBe(boxes.length)
        expect([...places.values()].flat().every((n) => Number.isInteger(n) && n >= 0)).toBe(true)
        expect(overlaps(boxes, places)).toEqual([])
      }),
    )
  })

  it("lets every wire of a graph without circles run forward", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 40 }), (wires) => {
        const boxes = Array.from({ length: 20 }, (_, i) => ({ id: `n${i}`, width: 80, height: 40 }))
        const joins = wires.filter(([a, b]) => a < b).map(([a, b]) => ({ from: `n${a}`, to: `n${b}` }))
        const right = layout(boxes, joins)
        const down = layout(boxes, joins, { direction: "down" })
        for (const { from, to } of joins) {
          expect(right.get(to)![0]).toBeGreaterThan(right.get(from)![0] + 80)
          expect(down.get(to)![1]).toBeGreaterThan(down.get(from)![1] + 40)
        }
      }),
    )
  })

  it("draws a chain as a straight line", () => {
    const { boxes, joins } = drawing({ a: [], b: ["a"], c: ["b"], d: ["c"] })
    const straight = joins.map(({ from, to }) => ({ from, to }))
    const places = layout(boxes, straight)
    expect([...places.values()].map(([, y]) => y)).toEqual([0, 0, 0, 0])
    const [, second, , last] = [...places.values()].map(([x]) => x)
    expect(last! - second!).toBe(2 * 172)
  })

  it("keeps a skip connection straight and the branch aside", () => {
    const { boxes, joins } = drawing({ x: [], a: ["x"], b: ["a"], sum: ["x", "b"], y: ["sum"] })
    const places = layout(
      boxes,
      joins.map((join) => ({ ...join, fromAt: 30, toAt: join.to === "sum" ? join.toAt! : 30 })),
    )
    const y = (id: string): number => places.get(id)![1]
    expect(y("sum") + 15).toBe(y("x") + 30)
    expect(y("a")).toBeGreaterThanOrEqual(y("x") + 30 + 20)
    expect(y("b")).toBe(y("a"))
  })

  it("puts sources next to what they feed, in the order of its ports", () => {
    const { boxes, joins } = drawing({
      gamma: [],
      beta: [],
      X: [],
      mu: ["X"],
      Z: ["X", "mu"],
      Y: ["Z", "gamma", "beta"],
    })
    const places = layout(boxes, joins)
    const [x, y] = [(id: string) => places.get(id)![0], (id: string) => places.get(id)![1]]
    expect(x("gamma")).toBe(x("Z"))
    expect(x("beta")).toBe(x("Z"))
    expect(y("Z")).toBeLessThan(y("gamma"))
    expect(y("gamma")).toBeLessThan(y("beta"))
  })

  it("does not cross wires that need not cross", () => {
    const { boxes, joins } = drawing({ a: [], b: [], c: [], p: ["c"], q: ["b"], r: ["a"], end: ["r", "q", "p"] })
    const places = layout(boxes, joins)
    const y = (id: string): number => places.get(id)![1]
    const order = (ids: readonly string[]): readonly string[] => ids.toSorted((a, b) => y(a) - y(b))
    expect(order(["p", "q", "r"])).toEqual(["r", "q", "p"])
    expect(order(["a", "b", "c"])).toEqual(["a", "b", "c"])
  })

  it("keeps the members of a group together and others out of its frame", () => {
    const inside = { a1: "g", a2: "g", a3: "inner", a4: "inner" }
    const { boxes, joins } = drawing(
      { x: [], a1: ["x"], a2: ["a1"], a3: ["a2"], a4: ["a3"], other: ["x"], more: ["other"], y: ["a4", "more"] },
      inside,
    )
    const places = layout(boxes, joins, { groups: [{ id: "g" }, { id: "inner", parent: "g" }] })
    const members = boxes.filter((box) => box.group !== null).map((box) => places.get(box.id)!)
    const [left, top] = [Math.min(...members.map(([x]) => x)) - 24, Math.min(...members.map(([, y]) => y)) - 52]
    const [right, bottom] = [Math.max(...members.map(([x]) => x)) + 124, Math.max(...members.map(([, y]) => y)) + 84]
    for (const { id, width, height, group } of boxes) {
      if (group !== null) continue
      const [x, y] = places.get(id)!
      expect(x + width <= left || x >= right || y + height <= top || y >= bottom, id).toBe(true)
    }
  })

  it("packs parts that are not connected beside and below each other", () => {
    const { boxes, joins } = drawing(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`n${i}`, []])))
    const places = [...layout(boxes, joins).values()]
    const [wide, high] = [Math.max(...places.map(([x]) => x)) + 100, Math.max(...places.map(([, y]) => y)) + 60]
    expect(wide / high).toBeGreaterThan(1)
    expect(wide / high).toBeLessThan(3)
  })

  it("answers the same each time, and nothing for nothing", () => {
    const { boxes, joins } = drawing({ a: [], b: ["a"], c: ["a"], d: ["b", "c"] })
    expect(layout(boxes, joins)).toEqual(layout(boxes, joins))
    expect(layout([], [])).toEqual(new Map())
    expect(layout(boxes, [{ from: "a", to: "nowhere" }]).size).toBe(4)
  })
})
