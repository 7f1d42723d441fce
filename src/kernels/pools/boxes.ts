// The boxes of a pool: each output pixel looks at some input pixels, all channels at once. Where boxes begin and end stands in
// tables (i32, in memory), so that padding, ceil mode, dilation and adaptive pools are one loop; boxes that are all alike are
// written out. This folder makes planes of other sizes: pools and interpolation; it knows no layer.

import type { Boxes } from "../fast.ts"
import { imageBytes, type Planes, pixelAt, pixelBytes, planesKey, rowBytes } from "../planes.ts"
import type { Code } from "../wasm/code.ts"
import { beyond, i32, type Local, type Value } from "../wasm/values.ts"

/** A pool of planes. */
export interface PoolCode {
  readonly input: Planes
  readonly output: Planes
  /** Where the places of greatest numbers lie, for pools that keep them. */
  readonly winners?: Planes
  readonly rows: Boxes
  readonly columns: Boxes
}

/** Most cells of a box that are written out. */
const MOST_WRITTEN = 16

/** What a kernel does at one output pixel, for four channels. */
export interface AtBox {
  /** Of each plane of the output's layout, the four numbers there. */
  readonly outputs: readonly Local<"i32">[]
  /** Output row · output width + output column. */
  readonly place: Local<"i32">
  /**
   * Calls `visit` for every cell: where its four numbers are, its place, row · width + column, and whether it is the first; null
   * where one code is for all of them.
   */
  readonly each: (visit: VisitCell) => void
}
type VisitCell = (at: Value<"i32">, offset: number, cell: Value<"i32">, first: boolean | null) => void

/** Whether every cell of the input lies in one box, and in no other: then a gradient is written, not added up. */
export function isTiled({ input, rows, columns }: Pick<PoolCode, "input" | "rows" | "columns">): boolean {
  const tiled = ({ step, start, end }: Boxes, length: number): boolean =>
    step === 1 &&
    Array.from(start).every((first, o) => first === (o === 0 ? 0 : end[o - 1])) &&
    end[end.length - 1] === length
  return tiled(rows, input.height) && tiled(columns, input.width)
}

/** The tables of a pool: start and end row of each output row, then start and end column of each output column. */
export function poolTables({ rows, columns }: PoolCode): Int32Array {
  const pairs = ({ start, end }: Boxes): number[] => Array.from(start).flatMap((first, o) => [first, end[o] ?? first])
  return Int32Array.from([...pairs(rows), ...pairs(columns)])
}

/** All that a pool's code depends on, as a key. */
export function boxesKey(pool: PoolCode): string {
  const same = alike(pool)
  const tiled = isTiled(pool)
  const cells = same === null ? "" : same.join("_")
  const { input, output, winners = output, rows, columns } = pool
  return [...[input, output, winners].map(planesKey), rows.step, columns.step, cells, tiled].join("_")
}

/** Cells of each box, down and across, where all boxes have the same and not many; else null. */
function alike({ rows, columns }: PoolCode): readonly [down: number, across: number] | null {
  const cells = ({ start, end, step }: Boxes): number | null => {
    const counts = new Set(Array.from(start, (first, o) => Math.ceil(((end[o] ?? first) - first) / step)))
    return counts.size === 1 ? ([...counts][0] ?? null) : null
  }
  const [down, across] = [cells(rows), cells(columns)]
  return down === null || across === null || down * across > MOST_WRITTEN ? null : [down, across]
}

/** The first cell of a box. */
interface Corner {
  readonly row: Local<"i32">
  readonly column: Local<"i32">
  /** Where its numbers are. */
  readonly at: Local<"i32">
  /** row · width + column. */
  readonly cell: Local<"i32">
}

/** A pointer to planes. */
export interface Pointed {
  readonly at: Local<"i32">
  readonly planes: Planes
}

/**
 * Visits every output pixel, four channels after four. `outputs`: planes of the output's pixels, whatever their borders;
 * `input`: where the planes are whose cells the boxes hold.
 */
export function eachBox(
  code: Code,
  pool: PoolCode,
  outputs: readonly Pointed[],
  input: Local<"i32">,
  tables: Local<"i32">,
  visit: (box: AtBox) => void,
): void {
  const { output } = pool
  const images = outputs.map(({ at, planes }) => ({ at: code.let(beyond(at, pixelAt(planes, 0, 0))), planes }))
  const from = code.let(beyond(input, pixelAt(pool.input, 0, 0)))
  code.repeat(output.batch, () => {
    const rows = images.map(({ at, planes }) => ({ at: code.let(at), planes }))
    const rowTable = code.let(tables)
    const place = code.let(i32.constant(0))
    code.repeat(output.height, () => {
      eachColumn(code, pool, rows, from, { rowTable, tables, place }, visit)
      for (const { at, planes } of rows) code.advance(at, rowBytes(planes))
      code.advance(rowTable, 8)
    })
    for (const { at, planes } of images) code.advance(at, imageBytes(planes))
    code.advance(from, imageBytes(pool.input))
  })
}

function eachColumn(
  code: Code,
  pool: PoolCode,
  rows: readonly Pointed[],
  from: Local<"i32">,
  {
    rowTable,
    tables,
    place,
  }: { readonly rowTable: Local<"i32">; readonly tables: Local<"i32">; readonly place: Local<"i32"> },
  visit: (box: AtBox) => void,
): void {
  const { input, output } = pool
  const pixels = rows.map(({ at }) => code.let(at))
  const columnTable = code.let(beyond(tables, 8 * output.height))
  code.repeat(output.width, () => {
    const corner = cornerOf(code, input, from, rowTable, columnTable)
    const written = alike(pool)
    code.repeat(output.pitch / 4, () => {
      const each: AtBox["each"] = (cell) =>
        written === null
          ? looped(code, pool, corner, rowTable, columnTable, cell)
          : unrolled(pool, written, corner, cell)
      visit({ outputs: pixels, place, each })
      for (const pixel of pixels) code.advance(pixel, 16)
      code.advance(corner.at, 16)
    })
    code.advance(columnTable, 8)
    code.advance(place, 1)
  })
}

function cornerOf(
  code: Code,
  input: Planes,
  from: Local<"i32">,
  rowTable: Local<"i32">,
  columnTable: Local<"i32">,
): Corner {
  const [row, column] = [code.let(i32.load(rowTable)), code.let(i32.load(columnTable))]
  const down = i32.mul(row, i32.constant(rowBytes(input)))
  const across = i32.mul(column, i32.constant(pixelBytes(input)))
  const at = code.let(i32.add(i32.add(from, down), across))
  return { row, column, at, cell: code.let(i32.add(i32.mul(row, i32.constant(input.width)), column)) }
}

function unrolled(
  { input, rows, columns }: PoolCode,
  [down, across]: readonly [number, number],
  corner: Corner,
  visit: VisitCell,
): void {
  for (let i = 0; i < down; i++) {
    for (let j = 0; j < across; j++) {
      const offset = i * rows.step * rowBytes(input) + j * columns.step * pixelBytes(input)
      const cell = beyond(corner.cell, i * rows.step * input.width + j * columns.step)
      visit(corner.at, offset, cell, i + j === 0)
    }
  }
}

function looped(
  code: Code,
  { input, rows, columns }: PoolCode,
  corner: Corner,
  rowTable: Local<"i32">,
  columnTable: Local<"i32">,
  visit: VisitCell,
): void {
  const [row, line, first] = [code.let(corner.row), code.let(corner.at), code.let(corner.cell)]
  code.doWhile(
    () => {
      const [column, at, cell] = [code.let(corner.column), code.let(line), code.let(first)]
      code.doWhile(
        () => {
          visit(at, 0, cell, null)
          code.advance(at, columns.step * pixelBytes(input))
          code.advance(cell, columns.step)
          code.advance(column, columns.step)
        },
        () => i32.less(column, i32.load(columnTable, 4)),
      )
      code.advance(line, rows.step * rowBytes(input))
      code.advance(first, rows.step * input.width)
      code.advance(row, rows.step)
    },
    () => i32.less(row, i32.load(rowTable, 4)),
  )
}
