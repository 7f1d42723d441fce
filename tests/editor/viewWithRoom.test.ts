import { expect, test } from "vitest"
import { viewWithRoom } from "../../src/editor/canvas/camera/viewWithRoom.ts"
import { randomStream } from "../../src/tensor/random.ts"

test("the graph is seen whole and leaves room below or at the right, over graphs, sizes and windows", () => {
  const random = randomStream(3, "view", "room")
  const between = (least: number, most: number): number => least + (most - least) * random.uniform()
  let none = 0
  for (let i = 0; i < 500; i++) {
    const graph = {
      x: between(-900, 900),
      y: between(-900, 900),
      width: between(200, 2400),
      height: between(100, 1600),
    }
    const view = { x: 8, y: 52, width: between(340, 1500), height: between(250, 900) }
    const size = { width: between(90, 240), height: between(100, 280) }
    const zoom = between(0.3, 1.1)
    const found = viewWithRoom(graph, size, view, zoom)
    if (found === null) {
      none++
      continue
    }
    expect(found.zoom).toBeLessThanOrEqual(zoom)
    const [left, top] = [graph.x * found.zoom + found.x, graph.y * found.zoom + found.y]
    const [right, bottom] = [left + graph.width * found.zoom, top + graph.height * found.zoom]
    expect(left).toBeGreaterThanOrEqual(view.x - 1e-6)
    expect(top).toBeGreaterThanOrEqual(view.y - 1e-6)
    const free = { below: view.y + view.height - bottom, right: view.x + view.width - right }
    expect(free.below >= size.height + 20 || free.right >= size.width + 20).toBe(true)
  }
  expect(none).toBeGreaterThan(50)
  expect(none).toBeLessThan(400)
})
