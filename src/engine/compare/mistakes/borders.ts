// Borders of a convolution: padding made of other numbers, or a cell more on one side and a cell less on the other.

import type { AnyForwardContext, AnyOp } from "../../../ops/op.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import { cropped, shiftWords } from "../rerun/moving.ts"
import { type Mistake, type MistakeRule, one, withAttrs, withForward } from "./mistake.ts"

const BORDERS: { readonly [mode: string]: string } = {
  zeros: "zeros",
  circular: "cells from the other side (circular)",
  reflect: "mirrored cells (reflect)",
  replicate: "copies of the edge (replicate)",
}

export const borderMistakes: MistakeRule = function* ({ op, at }): Generator<Mistake> {
  const mode = String(at.attrs.padding_mode)
  const pads = paddingOf(at)
  if (!/^Conv\dd$/.test(op.kind) || pads === null || pads.every((p) => p === 0)) return
  for (const [other, words] of Object.entries(BORDERS)) {
    if (other === mode) continue
    const said = `the padding is made of ${words} instead of ${BORDERS[mode] ?? mode}`
    yield { words: said, phase: "forward", op: withAttrs(op, { padding_mode: other }) }
  }
  if (mode !== "zeros" || [at.attrs.stride].flat().some((s) => s !== 1)) return
  for (const down of pads.length > 1 ? [-1, 1, 0] : [0]) {
    for (const right of [down, ...[-1, 0, 1].filter((n) => n !== down)]) {
      if (down === 0 && right === 0) continue
      const words = `everything lies ${shiftWords(down, right)}: the padding is off by one, a cell too many on one side and one too few on the other`
      const op2 = withForward(op, (context) =>
        shiftedBorder(op, context, pads, pads.length > 1 ? [down, right] : [right]),
      )
      yield { words, phase: "forward", op: op2 }
    }
  }
}

/** Cells of padding along each spatial axis, the same at both ends; null where they are not. */
function paddingOf({ attrs }: AnyForwardContext): readonly number[] | null {
  const { padding, kernel_size, dilation } = attrs
  if (padding === "same") {
    const spare = [kernel_size].flat().map((k, axis) => Number([dilation].flat()[axis] ?? 1) * (Number(k) - 1))
    return spare.every((n) => n % 2 === 0) ? spare.map((n) => n / 2) : null
  }
  return typeof padding === "string" ? null : [padding].flat().map(Number)
}

/** With a cell more of padding on all sides, the part of the answer that other borders would have given. */
function shiftedBorder(op: AnyOp, at: AnyForwardContext, pads: readonly number[], by: readonly number[]): Tensor {
  const wider = pads.map((p) => p + 1)
  const attrs = { ...at.attrs, padding: Array.isArray(at.attrs.kernel_size) && wider.length > 1 ? wider : wider[0] }
  const right = one(finish(op.forward(at)).output)
  const wide = one(finish(op.forward({ ...at, attrs })).output)
  const leading = right.shape.length - by.length
  return cropped(wide, right.shape, [...new Array<number>(leading).fill(0), ...by.map((n) => 1 - n)])
}
