// Class indices at a port: ordinary tensors whose numbers must be whole and in range. Shapes cannot tell, so forward
// rules look at the numbers.

import { dim, formatShape, type Shape, sameShape, type Tensor } from "../../tensor/tensor.ts"
import { show } from "../attributes/attrs.ts"
import type { ShapeProblem } from "../op.ts"
import type { ByName, Held } from "../port.ts"
import { OpFailure } from "./failure.ts"

/** Throws an OpFailure at `port` if a number is not one of 0 … classes − 1 (or `ignored`). */
export function checkClasses(port: string, indices: Tensor, classes: number, ignored: number | null): void {
  const wrong = indices.data.findIndex((c) => c !== ignored && !(Number.isInteger(c) && c >= 0 && c < classes))
  if (wrong < 0) return
  const found = show(indices.data[wrong]).replace("-", "−")
  const range = classes === 1 ? "the only class is 0" : `classes are whole numbers from 0 to ${classes - 1}`
  const place = indices.shape.length === 0 ? "" : ` at [${placeOf(wrong, indices).join(", ")}]`
  throw new OpFailure(port, `the class${place} is ${found}, but ${range}`)
}

function placeOf(index: number, { shape }: Tensor): readonly number[] {
  const place: number[] = []
  let rest = index
  for (const size of [...shape].reverse()) {
    place.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return place
}

/** The axis of classes: the only one of C, the second of N×C×…. */
export function classAxis(input: readonly unknown[]): number {
  return input.length === 1 ? 0 : 1
}

/** The input's axes without that of classes: those of a target that holds class indices. */
export function withoutClasses<T>(input: readonly T[]): readonly T[] {
  return input.filter((_, axis) => axis !== classAxis(input))
}

/** For a target port: the number of classes, or null while it is unknown or if the target has the input's own shape. */
export function classesAt(shapes: ByName<Held<Shape>>): number | null {
  const input = oneShape(shapes.input)
  const target = oneShape(shapes.target)
  if (input === null || input.length === 0 || (target !== null && sameShape(input, target))) return null
  return input[classAxis(input)] ?? null
}

interface ClassShapes {
  readonly input: Shape
  readonly target: Shape
  readonly weight: Shape | undefined
}

/** What is wrong with input, target or weight of a loss over classes; `shares`: probabilities are allowed as target. */
export function classesProblem(shapes: ClassShapes, shares: boolean): ShapeProblem<keyof ClassShapes> | null {
  const { input, target, weight } = shapes
  if (input.length === 0) {
    const sentence = "the input is a scalar, but it needs an axis of classes: N×C, C, or N×C×…"
    return { at: "input", sentence, found: "scalar", expected: "N×C" }
  }
  const classes = dim(input, classAxis(input))
  const places = withoutClasses(input)
  if (!sameShape(target, places) && !(shares && sameShape(target, input))) {
    const indices = `${formatShape(places)} (class indices)`
    const expected = shares ? `${indices} or ${formatShape(input)} (probabilities)` : indices
    const found = formatShape(target)
    const sentence = `the target is ${found}, but for the input ${formatShape(input)} with ${classes} classes it must be ${expected}`
    return { at: "target", sentence, found, expected }
  }
  if (weight === undefined || sameShape(weight, [classes])) return null
  const sentence = `weight is ${formatShape(weight)}, but there are ${classes} classes; it must be ${classes}`
  return { at: "weight", sentence, found: formatShape(weight), expected: String(classes) }
}

/** The shape at a port that holds one tensor. */
function oneShape(held: Held<Shape>): Shape | null {
  if (held === undefined) return null
  const sizes = held.filter((n): n is number => typeof n === "number")
  return sizes.length === held.length ? sizes : null
}
