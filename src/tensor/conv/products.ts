// Which numbers meet in a product: for one cell of a convolution or a matrix product, all products that it takes part in,
// as flat indices. The loops of conv.ts and matmul.ts add up the same products; tests hold the two together.

import type { MatmulSizes } from "../matrix/matmul.ts"
import { sizeOf } from "../tensor.ts"
import { broadcastStrides } from "../walk.ts"
import type { Convolution } from "./phase.ts"

/** y[y] += x[x] · w[w]. */
export interface ConvProduct {
  readonly x: number
  readonly w: number
  readonly y: number
}
/** y[y] += a[a] · b[b]. */
interface MatmulProduct {
  readonly a: number
  readonly b: number
  readonly y: number
}

/** The products of one cell of a convolution's input (before zero padding), weight or output. */
export function convProducts(c: Convolution, place: "x" | "w" | "y", cell: number): readonly ConvProduct[] {
  const found: ConvProduct[] = []
  const fixed = fixedBy(c, place, cell)
  const each = (axis: keyof Free, count: number): readonly number[] => {
    const at = fixed[axis]
    return at === undefined ? Array.from({ length: count }, (_, i) => i) : [at]
  }
  const rows = meetings(c, 0, fixed)
  const columns = meetings(c, 1, fixed)
  for (const n of each("batch", c.batch)) {
    for (const g of each("group", c.groups)) {
      for (const f of each("filter", c.filters)) {
        for (const channel of each("channel", c.channels)) {
          const x = ((n * c.groups + g) * c.channels + channel) * c.input[0]
          const w = ((g * c.filters + f) * c.channels + channel) * c.kernel[0]
          const y = ((n * c.groups + g) * c.filters + f) * c.output[0]
          for (const row of rows) {
            for (const column of columns) {
              found.push({
                x: (x + row.x) * c.input[1] + column.x,
                w: (w + row.w) * c.kernel[1] + column.w,
                y: (y + row.y) * c.output[1] + column.y,
              })
            }
          }
        }
      }
    }
  }
  return found
}

/** What the chosen cell fixes; the rest runs. */
interface Free {
  readonly batch?: number
  readonly group?: number
  readonly filter?: number
  readonly channel?: number
}
interface Fixed extends Free {
  readonly place: "x" | "w" | "y"
  readonly row: number
  readonly column: number
}

function fixedBy(c: Convolution, place: "x" | "w" | "y", cell: number): Fixed {
  const [height, width] = place === "x" ? c.input : place === "w" ? c.kernel : c.output
  const at = { place, row: Math.floor(cell / width) % height, column: cell % width }
  const plane = Math.floor(cell / (width * height))
  if (place === "w") {
    const filter = Math.floor(plane / c.channels)
    return { ...at, channel: plane % c.channels, filter: filter % c.filters, group: Math.floor(filter / c.filters) }
  }
  const [count, name] = place === "x" ? ([c.channels, "channel"] as const) : ([c.filters, "filter"] as const)
  const group = Math.floor(plane / count)
  return { ...at, [name]: plane % count, group: group % c.groups, batch: Math.floor(group / c.groups) }
}

/** Along one axis: x = y·stride + tap·dilation − padding, where tap is the weight's place, turned round in a true convolution. */
function meetings(c: Convolution, axis: 0 | 1, fixed: Fixed): readonly ConvProduct[] {
  const own = axis === 0 ? fixed.row : fixed.column
  const range = (place: Fixed["place"], count: number): readonly number[] =>
    fixed.place === place ? [own] : Array.from({ length: count }, (_, i) => i)
  const found: ConvProduct[] = []
  // A fixed input cell leaves the outputs to be solved for; else the input follows from output and tap.
  for (const w of range("w", c.kernel[axis])) {
    const offset = (c.flip ? c.kernel[axis] - 1 - w : w) * c.dilation[axis] - c.padding[axis]
    if (fixed.place === "x") {
      const y = (own - offset) / c.stride[axis]
      if (Number.isInteger(y) && y >= 0 && y < c.output[axis]) found.push({ x: own, w, y })
      continue
    }
    for (const y of range("y", c.output[axis])) {
      const x = y * c.stride[axis] + offset
      if (x >= 0 && x < c.input[axis]) found.push({ x, w, y })
    }
  }
  return found
}

/** The products of one cell of a matrix product's operands or result. */
export function matmulProducts(sizes: MatmulSizes, place: "a" | "b" | "y", cell: number): readonly MatmulProduct[] {
  const { n, k, m, batch } = sizes
  const found: MatmulProduct[] = []
  const [height, width] = place === "a" ? [n, k] : place === "b" ? [k, m] : [n, m]
  const [row, column, block] = [Math.floor(cell / width) % height, cell % width, Math.floor(cell / (width * height))]
  const run = (count: number, at: number | null): readonly number[] =>
    at === null ? Array.from({ length: count }, (_, i) => i) : [at]
  for (const { a, b, y } of blocksOf(sizes, sizeOf(batch))) {
    if ({ a, b, y }[place] !== block) continue
    for (const i of run(n, place === "b" ? null : row)) {
      for (const j of run(m, place === "a" ? null : column)) {
        for (const l of run(k, place === "y" ? null : place === "a" ? column : row)) {
          found.push({ a: (a * n + i) * k + l, b: (b * k + l) * m + j, y: (y * n + i) * m + j })
        }
      }
    }
  }
  return found
}

/** Which matrix of a and of b each matrix of the product is of. */
function blocksOf({ a, b, batch }: MatmulSizes, count: number): readonly MatmulProduct[] {
  const steps = [a, b].map((shape) => broadcastStrides(shape.slice(0, -2), batch))
  return Array.from({ length: count }, (_, y) => {
    const at = [0, 0]
    let rest = y
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      const size = batch[axis]!
      for (const which of [0, 1]) at[which]! += (rest % size) * steps[which]![axis]!
      rest = Math.floor(rest / size)
    }
    return { a: at[0]!, b: at[1]!, y }
  })
}
