// Rules that speak of windows, rows and classes by their indices.

import type { AnyBackwardContext } from "../../../src/ops/op.ts"
import { around } from "../../../src/tensor/axis.ts"
import { type Shape, sizeOf } from "../../../src/tensor/tensor.ts"
import { byIndices, inSets, tensorsOf } from "./places.ts"
import { expectEqual, type Step, scopeOf } from "./steps.ts"
import { workOut } from "./workOut.ts"

// ---- Windows ---------------------------------------------------------------------------------------------------------------

/** One step, padding and spacing for all axes, zeros around, no groups: what the letters s, p and d can say. */
export function isPlain({ attrs }: AnyBackwardContext): boolean {
  const alike = (name: string): boolean => new Set([attrs[name] ?? 0].flat()).size === 1
  return (
    attrs.groups === 1 &&
    ["stride", "padding", "dilation"].every((name) => alike(name) && typeof attrs[name] !== "string") &&
    (attrs.padding_mode ?? "zeros") === "zeros"
  )
}

export function checkWindows(step: Step): void {
  const { op, at, rule, wanted } = step
  const tensors = tensorsOf(op, at)
  const spatial = op.kind.endsWith("1d") ? 1 : 2
  const batched = (at.shapes.input as Shape).length === spatial + 2
  const transposed = op.kind.startsWith("ConvTranspose")
  const [small, large] = transposed
    ? [tensors.get("input")!, tensors.get("output")!]
    : [tensors.get("output")!, tensors.get("input")!]
  const one = (name: string): number => Number([at.attrs[name] ?? 0].flat()[0])
  const weight = tensors.get("weight")!.shape
  const axes = (shape: Shape, letters: string): readonly (readonly [string, number])[] =>
    [...letters].slice(0, spatial).map((letter, axis) => [letter, shape.at(axis - spatial)!] as const)
  const sizes = new Map([
    ["n", batched ? (at.shapes.input as Shape)[0]! : 1],
    ["f", weight[transposed ? 1 : 0]!],
    ["c", weight[transposed ? 0 : 1]!],
    ...axes(weight, "uv"),
    ...axes(small.shape, "ij"),
    ...axes(large.shape, spatial === 1 ? "l" : "hl"),
  ])
  const examples = batched ? ["input", "output", "∂output"] : []
  const place = byIndices(tensors, at, sizes, new Set(examples))
  const left = rule[0]!.left
  const free = left.is === "name" ? left.at.flatMap((index) => (index.is === "name" ? [index.name] : [])) : []
  const letters = batched && step.arrow === "input" ? ["n", ...free] : free
  const kernel = spatial === 1 ? { k: weight.at(-1)! } : { k_h: weight.at(-2)!, k_w: weight.at(-1)! }
  const got = Array.from(wanted.data, (_, flat) => {
    let rest = flat
    const found: Record<string, number> = { s: one("stride"), p: one("padding"), d: one("dilation"), ...kernel }
    for (const [axis, letter] of [...letters.entries()].reverse()) {
      found[letter] = rest % wanted.shape[axis]!
      rest = Math.floor(rest / wanted.shape[axis]!)
    }
    return workOut(rule[0]!.right, scopeOf(place, rule, found))
  })
  expectEqual(got, step)
}

// ---- Rows and classes ------------------------------------------------------------------------------------------------------

export function checkRows(step: Step): void {
  const { op, at, rule, wanted } = step
  const shape = at.shapes.input as Shape
  const dim = Number(at.attrs.dim ?? -1)
  const view = around(shape, (dim + shape.length) % shape.length)
  const setOf = (cell: number): number => Math.floor(cell / (view.inner * view.size)) * view.inner + (cell % view.inner)
  const place = inSets(tensorsOf(op, at), at, { cells: sizeOf(shape), setOf }, new Set())
  expectEqual(
    Array.from(wanted.data, (_, i) => workOut(rule[0]!.right, scopeOf(place, rule, { i }))),
    step,
  )
}

/** N×C inputs with a class or shares for each row. */
export function checkClasses(step: Step): void {
  const { op, at, rule, wanted, arrow } = step
  const [rows = 1, classes = 1] = at.shapes.input as Shape
  const tensors = tensorsOf(op, at)
  const weight = tensors.get("weight")
  const soft = String(at.shapes.input) === String(at.shapes.target)
  const targets = soft ? [] : Array.from(tensors.get("target")!.data)
  const n = soft || weight === undefined ? rows : targets.reduce((sum, c) => sum + weight.data[c]!, 0)
  const sizes = new Map([
    ["i", rows],
    ["c", classes],
    ["k", classes],
  ])
  const place = byIndices(tensors, at, sizes, new Set())
  const got = Array.from(wanted.data, (_, flat) => {
    const found = arrow === "weight" ? { c: flat } : { i: Math.floor(flat / classes), c: flat % classes }
    return workOut(rule[0]!.right, scopeOf(place, rule, { n, C: classes, ...found }))
  })
  expectEqual(got, step)
}
