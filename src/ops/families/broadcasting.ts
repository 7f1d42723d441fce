// What the ops of two or three tensors share: PyTorch's broadcasting, said in words where it fails.

import { broadcastShapes, isClash } from "../../tensor/broadcast.ts"
import { formatShape, type Shape, sizeOf } from "../../tensor/tensor.ts"
import type { ShapeProblem } from "../op.ts"

/** The common shape of all ports, or a problem at the first port that does not fit those before it. */
export function broadcastPorts<Name extends string>(
  shapes: Readonly<Record<Name, Shape>>,
): { readonly output: Shape } | ShapeProblem<Name> {
  // Object.keys of a record with keys `Name` answers these names.
  const names = Object.keys(shapes) as Name[]
  let output: Shape = []
  for (const [i, name] of names.entries()) {
    const common = broadcastShapes(output, shapes[name])
    if (isClash(common)) {
      // Some earlier port alone has the size that clashes: name that one, not the common shape so far.
      const other = names.slice(0, i).find((n) => isClash(broadcastShapes(shapes[n], shapes[name]))) ?? name
      return clashOf(other, name, shapes[other], shapes[name])
    }
    output = common
  }
  return { output }
}

function clashOf<Name extends string>(a: Name, b: Name, left: Shape, right: Shape): ShapeProblem<Name> {
  const clash = broadcastShapes(left, right)
  const [m, n] = isClash(clash) ? clash.sizes : [0, 0]
  const axis = isClash(clash) ? `−${-clash.axis}` : ""
  const sentence =
    `cannot broadcast ${a} ${formatShape(left)} with ${b} ${formatShape(right)}: ` +
    `at axis ${axis} ${a} has ${m} and ${b} has ${n}; they must be equal or one of them 1.`
  return { at: b, sentence, found: formatShape(right), expected: formatShape(left) }
}

/** `e`: elements of the output, each one operation. */
export function outputElements(at: { readonly outputs: { readonly output: Shape } }): { readonly e: number } {
  return { e: sizeOf(at.outputs.output) }
}
