// Works out a rule as it is written, cell by cell: letters are indices or numbers, sums run over what the place says.

import type { Statement } from "./readRule.ts"
import type { Node } from "./ruleTree.ts"

/** What the names of a rule stand for at one kind of op. */
export interface Place {
  /** The number of a tensor at these indices; undefined if it is no tensor. */
  readonly value: (name: string, at: readonly number[], scope: Scope) => number | undefined
  /** What an index runs over. */
  readonly range: (letter: string, scope: Scope) => readonly number[]
}
export interface Scope {
  readonly letters: ReadonlyMap<string, number>
  readonly place: Place
  readonly meanings: readonly Statement[]
}

function withLetter(scope: Scope, letter: string, value: number): Scope {
  return { ...scope, letters: new Map([...scope.letters, [letter, value]]) }
}

export function workOut(node: Node, scope: Scope): number {
  switch (node.is) {
    case "number":
      return node.value
    case "name":
      return nameValue(node, scope)
    case "sum":
    case "prod":
      return bigSum(node, scope)
    case "cases": {
      const row = node.rows.find(({ when }) => when === null || workOut(when, scope) !== 0)
      return row === undefined ? Number.NaN : workOut(row.value, scope)
    }
    case "call":
      return callValue(node, scope)
  }
}

function nameValue({ name, at }: Node & { readonly is: "name" }, scope: Scope): number {
  const letter = at.length === 0 ? scope.letters.get(name) : undefined
  if (letter !== undefined) return letter
  const indices = at.map((index) => workOut(index, scope))
  const value = scope.place.value(name, indices, scope)
  if (value !== undefined) return value
  for (const { left, right } of scope.meanings) {
    if (left.is !== "name" || left.name !== name) continue
    const inner = left.at.reduce(
      (inside, index, i) => (index.is === "name" ? withLetter(inside, index.name, indices[i]!) : inside),
      scope,
    )
    return workOut(right, inner)
  }
  throw new Error(`nothing says what ${name} is`)
}

function bigSum(node: Node & { readonly is: "sum" | "prod" }, scope: Scope): number {
  const scopes = node.over.reduce(
    (all, letter) =>
      all.flatMap((inside) => scope.place.range(letter, inside).map((x) => withLetter(inside, letter, x))),
    [scope],
  )
  const there = scopes.filter((inside) => node.where.every((condition) => workOut(condition, inside) !== 0))
  return there.reduce(
    (total, inside) => (node.is === "sum" ? total + workOut(node.body, inside) : total * workOut(node.body, inside)),
    node.is === "sum" ? 0 : 1,
  )
}

const SIGMOID = (x: number): number => 1 / (1 + Math.exp(-x))
const CALLS: ReadonlyMap<string, (...x: readonly number[]) => number> = new Map<
  string,
  (...x: readonly number[]) => number
>([
  ["+", (a = 0, b = 0) => a + b],
  ["-", (a = 0) => -a],
  // A factor that is 0 stops whatever stands beside it, as [x > 0] does.
  ["*", (a = 0, b = 0) => (a === 0 || b === 0 ? 0 : a * b)],
  ["odot", (a = 0, b = 0) => (a === 0 || b === 0 ? 0 : a * b)],
  ["/", (a = 0, b = 0) => a / b],
  ["^", (a = 0, b = 0) => a ** b],
  ["<", (a = 0, b = 0) => Number(a < b)],
  [">", (a = 0, b = 0) => Number(a > b)],
  ["<=", (a = 0, b = 0) => Number(a <= b)],
  [">=", (a = 0, b = 0) => Number(a >= b)],
  ["=", (a = 0, b = 0) => Number(a === b)],
  ["!=", (a = 0, b = 0) => Number(a !== b)],
  ["and", (a = 0, b = 0) => Number(a !== 0 && b !== 0)],
  ["abs", (a = 0) => Math.abs(a)],
  ["sqrt", (a = 0) => Math.sqrt(a)],
  ["sign", (a = 0) => Math.sign(a)],
  ["log", (a = 0) => Math.log(a)],
  ["ln", (a = 0) => Math.log(a)],
  ["sin", (a = 0) => Math.sin(a)],
  ["cos", (a = 0) => Math.cos(a)],
  ["tanh", (a = 0) => Math.tanh(a)],
  ["max", (...x) => Math.max(...x)],
  ["min", (...x) => Math.min(...x)],
  ["\\sigma", (a = 0) => SIGMOID(a)],
  ["\\Phi", (a = 0) => normalCdf(a)],
])

function callValue({ name, args }: Node & { readonly is: "call" }, scope: Scope): number {
  const [first] = args
  if (name === "^" && first?.is === "name" && first.name === "e") return Math.exp(workOut(args[1]!, scope))
  const meaning = scope.meanings.find(({ left }) => left.is === "call" && left.name === name)
  if (meaning?.left.is === "call") {
    const [parameter] = meaning.left.args
    const value = workOut(args[0]!, scope)
    const letter = parameter?.is === "name" && !parameter.name.startsWith("⟪") ? parameter.name : null
    return workOut(meaning.right, letter === null ? scope : withLetter(scope, letter, value))
  }
  const work = CALLS.get(name)
  if (work === undefined) throw new Error(`nothing says what ${name} does`)
  return work(...args.map((arg) => workOut(arg, scope)))
}

/** By Simpson's rule on the density: an independent way to what the engine reads off a series. */
function normalCdf(x: number): number {
  const steps = 2000
  const h = x / steps
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * Math.exp(-((i * h) ** 2) / 2)
  }
  return 0.5 + (sum * h) / 3 / Math.sqrt(2 * Math.PI)
}
