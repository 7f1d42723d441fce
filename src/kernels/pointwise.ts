// What happens to every number alone. Two tensors of one layout go side by side, row by row of pixels; a contiguous tensor is
// one row.

import { imageBytes, type Planes, pixelAt, planesKey, rowBytes } from "./planes.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32x4, i32, type Local, type Value, v128 } from "./wasm/values.ts"

type Vector = Value<"v128">

/** A pointwise rule: vectors of the inputs to one of the output. */
interface Pointwise {
  readonly inputs: number
  readonly of: (...inputs: readonly Vector[]) => Vector
}

const rules = {
  /** max(0, x); NaN stays. */
  relu: { inputs: 1, of: (x: Vector) => f32x4.pseudoMax(x, v128.zero) },
  /** dx = dy where y > 0, else 0; takes y, dy. */
  reluBack: { inputs: 2, of: (y: Vector, dy: Vector) => v128.and(f32x4.greater(y, v128.zero), dy) },
  add: { inputs: 2, of: (x: Vector, y: Vector) => f32x4.add(x, y) },
  subtract: { inputs: 2, of: (x: Vector, y: Vector) => f32x4.sub(x, y) },
  multiply: { inputs: 2, of: (x: Vector, y: Vector) => f32x4.mul(x, y) },
  negate: { inputs: 1, of: (x: Vector) => f32x4.negate(x) },
} satisfies Readonly<Record<string, Pointwise>>

/** Names of the rules. */
export type PointwiseName = keyof typeof rules

/** Function (inputs…, output): all planes of one shape and pitch; their borders may differ. */
export function pointwise(
  module: ModuleBuilder,
  name: PointwiseName,
  planes: readonly Planes[],
): Callable & { readonly name: string } {
  const key = ["pointwise", name, ...planes.map(planesKey)].join("_")
  const rule: Pointwise = rules[name]
  return module.define(
    key,
    Array.from({ length: rule.inputs + 1 }, () => "i32" as const),
    (code, ...pointers) => {
      const [first] = planes
      if (first === undefined) throw new Error("a pointwise kernel has an output")
      const images = pointers.map((pointer, i) => code.let(beyond(pointer, pixelAt(planes[i] ?? first, 0, 0))))
      code.repeat(first.batch, () => {
        const rows = images.map((image) => code.let(image))
        code.repeat(first.height, () => {
          row(code, rule, rows, (first.width * first.pitch) / 4)
          for (const [i, pointer] of rows.entries()) code.advance(pointer, rowBytes(planes[i] ?? first))
        })
        for (const [i, pointer] of images.entries()) code.advance(pointer, imageBytes(planes[i] ?? first))
      })
    },
  )
}

function row(code: Code, rule: Pointwise, rows: readonly Local<"i32">[], vectors: number): void {
  const pointers = rows.map((pointer) => code.let(pointer))
  const last = pointers.at(-1)
  if (last === undefined) return
  const end = code.let(i32.add(last, i32.constant(16 * vectors)))
  code.doWhile(
    () => {
      code.store(last, 0, rule.of(...pointers.slice(0, -1).map((pointer) => v128.load(pointer))))
      for (const pointer of pointers) code.advance(pointer, 16)
    },
    () => i32.unequal(last, end),
  )
}
