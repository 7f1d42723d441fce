// Rules that speak of whole matrices, worked out as they are written, are what the engine computes.

import { expect, it } from "vitest"
import { writeTex } from "../../../src/formula/tex.ts"
import type { NodeAnalysis } from "../../../src/graph/analysis/analysis.ts"
import { rulesOf } from "../../../src/graph/analysis/rules.ts"
import type { Mode } from "../../../src/ops/op.ts"
import { ops } from "../../../src/ops/registry.ts"
import type { Shape, Tensor } from "../../../src/tensor/tensor.ts"
import {
  backwardContext,
  drawUpstream,
  forwardContext,
  runBackward,
  runForward,
  type Setting,
  shapesOf,
} from "../context.ts"
import { tensorsOf } from "./places.ts"
import { readRule, type Statement } from "./readRule.ts"
import type { Node } from "./ruleTree.ts"

/** Rows; a number is a matrix of one cell. */
type Matrix = readonly (readonly number[])[]
interface Scope {
  readonly matrices: ReadonlyMap<string, Matrix>
  readonly meanings: readonly Statement[]
}

const isOne = (m: Matrix): boolean => m.length === 1 && m[0]?.length === 1
const turned = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!))
const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => turned(b).map((column) => row.reduce((sum, x, k) => sum + x * column[k]!, 0)))
const scaled = (a: Matrix, by: number): Matrix => a.map((row) => row.map((x) => x * by))
const each = (a: Matrix, b: Matrix, f: (x: number, y: number) => number): Matrix =>
  a.map((row, i) => row.map((x, j) => f(x, (b[i] ?? b[0]!)[j]!)))

function workOut(node: Node, scope: Scope): Matrix {
  if (node.is === "number") return [[node.value]]
  if (node.is === "name") {
    const known = scope.matrices.get(node.name)
    if (known !== undefined) return known
    const meaning = scope.meanings.find(({ left }) => left.is === "name" && left.name === node.name)
    if (meaning === undefined) throw new Error(`nothing says what ${node.name} is`)
    return workOut(meaning.right, scope)
  }
  if (node.is === "sum") {
    const inside = workOut(node.body, scope)
    return node.over[0] === "rows" ? [turned(inside).map((column) => column.reduce((a, b) => a + b, 0))] : inside
  }
  if (node.is !== "call") throw new Error(`a matrix rule has no ${node.is}`)
  const [a, b] = node.args.map((arg) => workOut(arg, scope))
  switch (node.name) {
    case "+":
      return each(a!, b!, (x, y) => x + y)
    case "-":
      return scaled(a!, -1)
    case "odot":
      return isOne(b!) ? scaled(a!, b![0]![0]!) : isOne(a!) ? scaled(b!, a![0]![0]!) : each(a!, b!, (x, y) => x * y)
    case "*":
      return isOne(a!) ? scaled(b!, a![0]![0]!) : times(a!, b!)
    case "/":
      return [[a![0]![0]! / b![0]![0]!]]
    case "sqrt":
      return [[Math.sqrt(a![0]![0]!)]]
    case "transpose":
      return turned(a!)
    default:
      throw new Error(`nothing says what ${node.name} does with matrices`)
  }
}

function asMatrix({ shape, data }: Tensor): Matrix {
  const columns = shape.at(-1) ?? 1
  return Array.from({ length: data.length / columns }, (_, i) => Array.from(data.slice(i * columns, (i + 1) * columns)))
}

const CASES: readonly (readonly [string, Setting, Mode])[] = [
  ["Linear", { shapes: { input: [4, 3] }, attrs: { out_features: 2 } }, "train"],
  ["Linear", { shapes: { input: [4, 3] }, attrs: { out_features: 2, bias: false } }, "train"],
  ["MatMul", { shapes: { a: [2, 3], b: [3, 4] } }, "train"],
  [
    "ScaledDotProductAttention",
    { shapes: { query: [3, 2], key: [4, 2], value: [4, 5], attn_mask: undefined } },
    "train",
  ],
  [
    "ScaledDotProductAttention",
    { shapes: { query: [3, 2], key: [4, 2], value: [4, 5], attn_mask: [3, 4] }, attrs: { scale: 0.7 } },
    "eval",
  ],
  [
    "ScaledDotProductAttention",
    { shapes: { query: [3, 2], key: [3, 2], value: [3, 2], attn_mask: undefined }, attrs: { is_causal: true } },
    "train",
  ],
  [
    "ScaledDotProductAttention",
    { shapes: { query: [3, 2], key: [4, 2], value: [4, 5], attn_mask: undefined }, attrs: { dropout_p: 0.4 } },
    "train",
  ],
  [
    "ScaledDotProductAttention",
    { shapes: { query: [3, 2], key: [4, 2], value: [4, 5], attn_mask: undefined }, attrs: { dropout_p: 0.4 } },
    "eval",
  ],
]

it.each(CASES)("%s, %o, %s: every backward rule is the engine's gradient", (kind, setting, mode) => {
  const op = ops.get(kind)!
  const at = forwardContext(op, setting, mode, 7)
  const outputs = runForward(op, at)
  const back = backwardContext(op, at, outputs, drawUpstream(op, outputs, 7))
  const context = { attrs: at.attrs, shapes: at.shapes, mode }
  // What rulesOf reads of a node.
  const rules = rulesOf({ op, context, outputs: shapesOf(op, context) } as unknown as NodeAnalysis)!
  const tensors = [...tensorsOf(op, back)].map(([name, tensor]) => {
    const marked = name.startsWith("∂") ? `∂⟪${name.slice(1)}⟫` : `⟪${name}⟫`
    return [marked, asMatrix(tensor)] as const
  })
  const rows = (at.shapes.key as Shape | undefined)?.[0] ?? 1
  const numbers = ["scale", "dropout_p"].map((name) => [`⟪${name}⟫`, [[Number(at.attrs[name])]]] as const)
  const matrices = new Map<string, Matrix>([
    ...tensors,
    ...numbers,
    ["E", [[(at.shapes.query as Shape | undefined)?.at(-1) ?? 1]]],
    ["bold 1", Array.from({ length: rows }, () => [1])],
  ])
  for (const [arrow, template] of Object.entries(rules.backward)) {
    const wanted = runBackward(op, back, arrow)?.[0]
    if (template === null || wanted === undefined) continue
    const rule = readRule(writeTex(template, (name) => `⟪${name}⟫`))
    const got = workOut(rule[0]!.right, { matrices, meanings: rule.slice(1) }).flat()
    expect(got).toHaveLength(wanted.data.length)
    got.forEach((x, i) => {
      expect(x, `${arrow}, cell ${i}`).toBeCloseTo(wanted.data[i]!, 6)
    })
  }
})
