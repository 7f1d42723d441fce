// Numbers at other places: copies, and on the way back copies the other way round, or sums where a number was read several
// times.

import { shapesAt } from "../../../../graph/analysis/shapes.ts"
import { filled, turnedRound } from "../../../../kernels/copy.ts"
import type { FastMove } from "../../../../kernels/fast.ts"
import { accumulated } from "../../../../kernels/moves/accumulate.ts"
import type { ByName, Held } from "../../../../ops/port.ts"
import { type Shape, sizeOf } from "../../../../tensor/tensor.ts"
import { contiguous, type Draft, type Drafted } from "../../draft/draft.ts"
import type { Lowering } from "../../draft/rule.ts"

/** The rule of the kernel `move`. */
export const move: Lowering<FastMove> = {
  lower: ({ draft, fast, node, input }) => ({
    outputs: collected(node.outputs ?? {}, (port, shape) => {
      const buffer = draft.buffer(sizeOf(shape))
      if (fast.fill !== null) draft.call("fill", filled(draft.module, buffer.bytes / 4, fast.fill), [buffer])
      for (const copy of fast.copies) {
        if (copy.output === port) draft.copy("copy", copy, draft.flat(input(copy.input)), buffer)
      }
      return contiguous(shape, buffer)
    }),
    backward: (_first, wanted, gradients) =>
      collected(node.context.shapes, (port, shape) =>
        wanted.has(port.replace(/\[.*/, "")) ? gradientAt(draft, fast, port, shape, gradients) : null,
      ),
  }),
}

/** One tensor for each port, and for each element of a list port. */
function collected(
  shapes: ByName<Held<Shape>>,
  make: (port: string, shape: Shape) => Drafted | null,
): { readonly [port: string]: Drafted } {
  const found: { [port: string]: Drafted } = {}
  for (const [name, held] of Object.entries(shapes)) {
    const all = shapesAt(held)
    const listed = all.length !== 1 || all[0] !== held
    for (const [index, shape] of all.entries()) {
      const port = listed ? `${name}[${index}]` : name
      const made = make(port, shape)
      if (made !== null) found[port] = made
    }
  }
  return found
}

function gradientAt(
  draft: Draft,
  { copies }: FastMove,
  port: string,
  shape: Shape,
  gradients: ReadonlyMap<string, Drafted>,
): Drafted {
  const buffer = draft.buffer(sizeOf(shape))
  const own = copies.filter(({ input, output }) => input === port && gradients.has(output))
  const once = own.every(({ loops }) => loops.every(({ count, from }) => count === 1 || from !== 0))
  // Copies of equally many numbers as there are reach each of them once.
  const numbers = own.reduce((sum, { loops }) => sum + loops.reduce((product, { count }) => product * count, 1), 0)
  const alone = once && own.length === 1
  if (!alone || numbers < sizeOf(shape)) draft.clear(buffer)
  for (const copy of own) {
    const gradient = gradients.get(copy.output)
    if (gradient === undefined) continue
    const turned = turnedRound(copy)
    if (alone) draft.copy("copy back", turned, draft.flat(gradient), buffer)
    else draft.call("sum back", accumulated(draft.module, turned), [draft.flat(gradient), buffer])
  }
  return contiguous(shape, buffer)
}
