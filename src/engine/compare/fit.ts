// An array whose shape is not quite ours: axes of size 1 left out or added, axes in another order, one long row.

import { permute } from "../../tensor/permute.ts"
import { formatShape, reshape, type Shape, sameShape, type Tensor } from "../../tensor/tensor.ts"

/** One way of bringing an array from elsewhere into the shape of ours. */
export interface ShapeFit {
  /** Null where nothing had to be done. */
  readonly words: string | null
  /** The array in our shape. */
  readonly tensor: Tensor
  /** Whether the order of axes is another one: then the numbers, not the shape alone, are arranged otherwise. */
  readonly turned: boolean
}

/** All orders of five axes are 120; beyond that only plain fits are tried. */
const MOST_AXES = 5
const MOST_FITS = 24

/** Ways to read `theirs` in our shape, plainest first; none if the numbers of cells differ. */
export function fitsOf(ours: Shape, theirs: Tensor): readonly ShapeFit[] {
  if (sameShape(ours, theirs.shape)) return [{ words: null, tensor: theirs, turned: false }]
  const size = ours.reduce((product, n) => product * n, 1)
  if (theirs.data.length !== size) return []
  const wanted = ours.filter((n) => n !== 1)
  const squeezed = reshape(
    theirs,
    theirs.shape.filter((n) => n !== 1),
  )
  const from = `${sizeWords(theirs.shape)} is read as ${formatShape(ours)}`
  if (sameShape(wanted, squeezed.shape)) {
    const batch = ours.length === theirs.shape.length + 1 && ours[0] === 1
    const words = batch ? `${from}: the batch axis is missing` : `${from}: axes of size 1 do not count`
    return [{ words, tensor: reshape(theirs, ours), turned: false }]
  }
  const orders = squeezed.shape.length > MOST_AXES ? [] : permutations(squeezed.shape.length)
  const turned = orders
    .filter((dims) =>
      sameShape(
        dims.map((axis) => squeezed.shape[axis] ?? 0),
        wanted,
      ),
    )
    .slice(0, MOST_FITS)
    .map((dims) => ({
      words: `${from} with ${orderWords(dims, ours)}`,
      tensor: reshape(permute(squeezed, dims), ours),
      turned: true,
    }))
  return [...turned, { words: `${from}, row by row`, tensor: reshape(theirs, ours), turned: false }]
}

/** `4×3`, or `a row of 12` for a vector. */
export function sizeWords(shape: Shape): string {
  return shape.length === 1 ? `a row of ${shape[0]}` : formatShape(shape)
}

/** What an order of axes is called: axis i of the answer is axis `dims[i]`. */
export function orderWords(dims: readonly number[], shape: Shape): string {
  const moved = dims.flatMap((axis, i) => (axis === i ? [] : [i]))
  const [first, second] = moved
  const plain = dims.length === shape.length
  if (moved.length === 2 && plain && dims.length > 2 && first === 0 && second === 1)
    return "batch and channel axes exchanged"
  if (moved.length === 2 && first === dims.length - 2) return "rows and columns exchanged (transposed)"
  if (moved.length === 2) return `axes ${first} and ${second} exchanged`
  if (dims.join() === "2,0,1" && shape.length === 4 && shape[0] === 1) return "channels last (H×W×C)"
  if (plain && dims.join() === "0,3,1,2") return "channels last (N×H×W×C)"
  return `axes in the order ${dims.join(", ")}`
}

/** All orders of 0…n−1, the plain one first. */
export function permutations(n: number): readonly (readonly number[])[] {
  if (n === 0) return [[]]
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, n - 1 - at), n - 1, ...rest.slice(n - 1 - at)]),
  )
}
