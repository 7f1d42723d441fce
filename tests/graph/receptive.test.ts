import { describe, expect, it } from "vitest"
import { analyze } from "../../src/graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import { type ReceptiveField, receptiveFields } from "../../src/graph/measure/receptive.ts"
import { inputRegion, outputRegion, seesPadding } from "../../src/graph/measure/regions.ts"
import { ops } from "../../src/ops/registry.ts"
import { Builder, resNet } from "./networks.ts"

function fieldsOf(document: GradwireDocument): ReadonlyMap<string, ReceptiveField | null> {
  const analysis = analyze(document, ops)
  expect(analysis.problems).toEqual([])
  return receptiveFields(analysis)
}

describe("receptive fields", () => {
  it("see 427 in ResNet-50 with the stride in the 3×3 convolution, 483 with it in the first 1×1", () => {
    for (const [stride, size] of [
      ["torchvision", 427],
      ["original", 483],
    ] as const) {
      const field = fieldsOf(resNet([3, 4, 6, 3], stride)).get("last")
      expect(field?.size).toEqual([size, size])
      expect(field?.jump).toEqual([32, 32])
      expect(field?.status).toBe("exact")
    }
  })

  it("grow by K − 1 a layer: L(K − 1) + 1", () => {
    const net = new Builder()
    let top = net.input([1, 1, 40, 40])
    for (let layer = 1; layer <= 6; layer++) {
      top = net.conv(top, 1, 5)
      expect(fieldsOf(net.document()).get(top)?.size).toEqual([layer * 4 + 1, layer * 4 + 1])
    }
  })

  it("count holes of a dilated kernel, and each axis for itself", () => {
    const net = new Builder()
    const top = net.add("Conv2d", net.input([1, 1, 20, 20]), {
      out_channels: 1,
      kernel_size: [3, 5],
      dilation: [2, 1],
      stride: [1, 2],
      padding: [0, 1],
    })
    expect(fieldsOf(net.document()).get(top)).toEqual({ size: [5, 5], jump: [1, 2], start: [0, -1], status: "exact" })
  })

  it("unite where paths meet with equal jumps", () => {
    const net = new Builder()
    const x = net.input([1, 1, 20, 20])
    const deep = net.conv(net.conv(x, 2, 3), 2, 3)
    const shifted = net.add("Conv2d", x, { out_channels: 2, kernel_size: [1, 7], padding: [0, 3] })
    const top = net.sum(deep, shifted)
    expect(fieldsOf(net.document()).get(top)).toEqual({ size: [5, 7], jump: [1, 1], start: [-2, -3], status: "exact" })
  })

  it("are an upper bound where paths meet with other jumps, and hold both windows for every cell", () => {
    const net = new Builder()
    const x = net.input([1, 1, 16, 16])
    const small = net.add("MaxPool2d", x, { kernel_size: 2 })
    const corner = net.add("Conv2d", x, { out_channels: 1, kernel_size: 9 })
    const top = net.sum(small, corner)
    const field = fieldsOf(net.document()).get(top)
    expect(field?.status).toBe("upper-bound")
    for (let cell = 0; cell < 8; cell++) {
      const from = (field?.start[0] ?? 0) + cell * (field?.jump[0] ?? 0)
      const to = from + (field?.size[0] ?? 0) - 1
      expect(from).toBeLessThanOrEqual(Math.min(2 * cell, cell))
      expect(to).toBeGreaterThanOrEqual(Math.max(2 * cell + 1, cell + 8))
    }
  })

  it("are global below Flatten, global pooling and a linear layer, and stay so", () => {
    const net = new Builder()
    const map = net.conv(net.input([1, 3, 12, 10]), 4, 3)
    const pooled = net.add("AdaptiveAvgPool2d", map, { output_size: 1 })
    const scaled = net.sum(map, pooled)
    const flat = net.add("Flatten", map)
    const fields = fieldsOf({ ...net.document(), target: scaled })
    const global = { size: [12, 10], jump: [0, 0], start: [0, 0], status: "global" }
    for (const id of [pooled, scaled, flat]) expect(fields.get(id)).toEqual(global)
  })

  it("do not exist for tables and constants", () => {
    const net = new Builder()
    const top = net.add("Linear", net.input([4, 3]), { out_features: 2 })
    expect([...fieldsOf(net.document()).values()]).toEqual([null, null])
    expect(fieldsOf(net.document()).get(top)).toBeNull()
  })

  it("pass normalisation by as pointwise", () => {
    const net = new Builder()
    const conv = net.conv(net.input([2, 1, 9, 9]), 3, 3)
    const norm = net.add("ReLU", net.add("BatchNorm2d", conv))
    const fields = fieldsOf(net.document())
    expect(fields.get(norm)).toEqual(fields.get(conv))
  })

  it("have fractional jumps below a transposed convolution", () => {
    const net = new Builder()
    const up = net.add("ConvTranspose2d", net.input([1, 1, 5, 5]), { out_channels: 1, kernel_size: 2, stride: 2 })
    const field = fieldsOf(net.document()).get(up)
    expect(field?.jump).toEqual([0.5, 0.5])
    expect(field?.size).toEqual([1, 1])
  })

  it("are of one axis for one-dimensional signals", () => {
    const net = new Builder()
    const x = net.input([2, 1, 30])
    const top = net.add("Conv1d", net.add("ReLU", x), { out_channels: 1, kernel_size: 5, stride: 3 })
    const fields = fieldsOf(net.document())
    expect(fields.get(x)).toEqual({ size: [1], jump: [1], start: [0], status: "exact" })
    expect(fields.get(top)).toEqual({ size: [5], jump: [3], start: [0], status: "exact" })
  })

  it("take work that is linear in wires, not in paths", () => {
    const net = new Builder()
    let top = net.input([1, 1, 8, 8])
    for (let layer = 0; layer < 40; layer++) top = net.sum(net.conv(top, 1, 3), net.add("ReLU", top))
    const before = performance.now()
    expect(fieldsOf(net.document()).get(top)?.size).toEqual([81, 81])
    expect(performance.now() - before).toBeLessThan(500)
  })
})

describe("regions", () => {
  const layers = [
    { size: 3, stride: 1, padding: 1 },
    { size: 2, stride: 2, padding: 0 },
    { size: 3, stride: 2, padding: 1 },
  ]
  function chain(): { net: Builder; top: string } {
    const net = new Builder()
    let top = net.input([1, 1, 12, 12])
    for (const { size, stride, padding } of layers) top = net.conv(top, 1, size, stride, padding)
    return { net, top }
  }
  const sizes = [12, 12, 6, 3]

  /** The input cells one cell depends on, by following every window, layer by layer. */
  function seen(cell: number): Set<number> {
    let cells = new Set([cell])
    for (let layer = layers.length - 1; layer >= 0; layer--) {
      const { size, stride, padding } = layers[layer]!
      const below = new Set<number>()
      for (const o of cells) {
        for (let k = 0; k < size; k++) {
          const at = o * stride - padding + k
          if (at >= 0 && at < sizes[layer]!) below.add(at)
        }
      }
      cells = below
    }
    return cells
  }

  it("of a cell on the input are what its windows reach, clamped to cells that exist", () => {
    const { net, top } = chain()
    const analysis = analyze(net.document(), ops)
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const region = inputRegion(analysis, top, [row, column]).get("x")
        const wanted = [row, column].map((at) => ({ from: Math.min(...seen(at)), to: Math.max(...seen(at)) }))
        expect(region?.cells).toEqual(wanted)
        expect(region?.exact).toBe(true)
      }
    }
    const corner = inputRegion(analysis, top, [0, 1]).get("x")
    expect(corner?.withPadding[0]?.from).toBeLessThan(0)
    expect(corner !== undefined && seesPadding(corner)).toBe(true)
  })

  it("of an input cell downstream are the cells that see it", () => {
    const { net, top } = chain()
    const analysis = analyze(net.document(), ops)
    for (let at = 0; at < 12; at++) {
      const found = outputRegion(analysis, "x", [at, at]).get(top)?.cells[0]
      const wanted = [0, 1, 2].filter((cell) => seen(cell).has(at))
      expect(found).toEqual({ from: wanted[0], to: wanted.at(-1) })
    }
  })

  it("are the whole map beyond a global step, and say so", () => {
    const net = new Builder()
    const top = net.add("Linear", net.add("Flatten", net.conv(net.input([1, 1, 6, 5]), 2, 3)), { out_features: 2 })
    const region = inputRegion(analyze(net.document(), ops), top, []).get("x")
    expect(region?.cells).toEqual([
      { from: 0, to: 5 },
      { from: 0, to: 4 },
    ])
    expect(region?.exact).toBe(false)
  })

  it("leave out cells that a stride jumps over", () => {
    const net = new Builder()
    const top = net.add("Conv2d", net.input([1, 1, 6, 6]), { out_channels: 1, kernel_size: 1, stride: 2 })
    const analysis = analyze(net.document(), ops)
    expect(outputRegion(analysis, "x", [1, 1]).has(top)).toBe(false)
    expect(outputRegion(analysis, "x", [2, 4]).get(top)?.cells).toEqual([
      { from: 1, to: 1 },
      { from: 2, to: 2 },
    ])
  })
})
