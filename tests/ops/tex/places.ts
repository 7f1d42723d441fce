// What the names in a rule stand for, op by op: cells of one shape, cells that share a sum, windows of an image.

import type { AnyBackwardContext, AnyOp } from "../../../src/ops/op.ts"
import { broadcastTo } from "../../../src/tensor/broadcast.ts"
import { type Shape, sizeOf, type Tensor } from "../../../src/tensor/tensor.ts"
import { listOf } from "../context.ts"
import type { Place, Scope } from "./workOut.ts"

/** All tensors of a step by their names; gradients carry a ∂. */
export function tensorsOf(op: AnyOp, at: AnyBackwardContext): ReadonlyMap<string, Tensor> {
  const all = new Map<string, Tensor>()
  for (const [name, held] of [
    ...Object.entries(at.inputs),
    ...Object.entries(at.params),
    ...Object.entries(at.buffers),
  ]) {
    const [tensor] = listOf(held ?? undefined)
    if (tensor !== undefined) all.set(name, tensor)
  }
  for (const name of Object.keys(op.outputs)) {
    const [[value], [gradient]] = [listOf(at.outputs[name]), listOf(at.grad[name])]
    if (value !== undefined) all.set(name, value)
    if (gradient !== undefined) all.set(`∂${name}`, gradient)
  }
  return all
}

function attributeOf(at: AnyBackwardContext, name: string): number | undefined {
  const value = at.attrs[name]
  return typeof value === "number" ? value : undefined
}

/** `⟪x⟫` and `∂⟪x⟫` without their marks. */
function plain(name: string): string {
  return name.replace(/[⟪⟫]/g, "")
}

const NOTHING: Place["range"] = (letter) => {
  throw new Error(`nothing says what ${letter} runs over`)
}

/** Every name at one cell of a common shape, the letter i; what is broadcast counts at each cell. */
export function cellwise(tensors: ReadonlyMap<string, Tensor>, at: AnyBackwardContext, common: Shape): Place {
  const wide = new Map([...tensors].map(([name, tensor]) => [name, fits(tensor, common)] as const))
  return {
    value: (name, _, { letters }) =>
      wide.get(plain(name))?.data[letters.get("i") ?? 0] ?? attributeOf(at, plain(name)) ?? undefined,
    range: (letter) =>
      letter === "broadcast" ? [0] : letter === "i" ? [...Array(sizeOf(common)).keys()] : NOTHING(letter, EMPTY),
  }
}

const EMPTY: Scope = { letters: new Map(), place: { value: () => undefined, range: () => [] }, meanings: [] }

function fits(tensor: Tensor, common: Shape): Tensor {
  try {
    return broadcastTo(tensor, common)
  } catch {
    return tensor
  }
}

/** Cells fall into sets; `setOf` says into which. Letters i and k are cells, `n` counts those of the set. */
export interface Sets {
  readonly cells: number
  readonly setOf: (cell: number) => number
  /** The place in the params that a cell uses. */
  readonly paramOf?: (cell: number) => number
}

/** Names with a cell each, names with a number for each set, params; inside a sum the running cell counts. */
export function inSets(
  tensors: ReadonlyMap<string, Tensor>,
  at: AnyBackwardContext,
  sets: Sets,
  params: ReadonlySet<string>,
): Place {
  const members = (set: number): readonly number[] =>
    [...Array(sets.cells).keys()].filter((cell) => sets.setOf(cell) === set)
  const here = ({ letters }: Scope): number =>
    letters.get("k") ?? letters.get("j") ?? letters.get("rows") ?? letters.get("i") ?? 0
  return {
    value: (name, indices, scope) => {
      if (name === "n") return members(sets.setOf(scope.letters.get("i") ?? here(scope))).length
      if (name === "\\mu") return meanOf(tensors.get("input"), members(sets.setOf(here(scope))))
      const tensor = tensors.get(plain(name))
      if (tensor === undefined) return attributeOf(at, plain(name))
      if (params.has(plain(name))) return tensor.data[(sets.paramOf ?? sets.setOf)(here(scope))]
      const cell = scope.letters.get("rows") ?? indices[0] ?? here(scope)
      return tensor.data[tensor.data.length === sets.cells ? cell : sets.setOf(cell)]
    },
    range: (letter, scope) => {
      const own = scope.letters.get("param")
      if (own !== undefined)
        return [...Array(sets.cells).keys()].filter((cell) => (sets.paramOf ?? sets.setOf)(cell) === own)
      return members(sets.setOf(letter === "i" ? (scope.letters.get("set") ?? 0) : (scope.letters.get("i") ?? 0)))
    },
  }
}

function meanOf(tensor: Tensor | undefined, cells: readonly number[]): number {
  return cells.reduce((sum, cell) => sum + (tensor?.data[cell] ?? 0), 0) / cells.length
}

/** Tensors by all their indices, 0 outside; `sizes` says how far each letter runs. */
export function byIndices(
  tensors: ReadonlyMap<string, Tensor>,
  at: AnyBackwardContext,
  sizes: ReadonlyMap<string, number>,
  example: ReadonlySet<string>,
): Place {
  return {
    value: (name, indices, { letters }) => {
      const tensor = tensors.get(plain(name))
      if (tensor === undefined) return attributeOf(at, plain(name))
      const full = example.has(plain(name)) ? [letters.get("n") ?? 0, ...indices] : indices
      let flat = 0
      for (const [axis, size] of tensor.shape.entries()) {
        const index = full[axis] ?? 0
        if (index < 0 || index >= size) return 0
        flat = flat * size + index
      }
      return tensor.data[flat]
    },
    range: (letter) => {
      const size = sizes.get(letter)
      return size === undefined ? NOTHING(letter, EMPTY) : [...Array(size).keys()]
    },
  }
}
