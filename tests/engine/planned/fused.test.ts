// Chains of pointwise ops are one kernel where nobody reads what lies between, and the same numbers as op by op.

import { expect, test } from "vitest"
import type { GradwireDocument, NodeDocument } from "../../../src/graph/document.ts"
import { type Twins, twins } from "./twins.ts"

const MOST = 1e-5

function parameter(id: string, ...shape: number[]): NodeDocument {
  return { id, op: "Parameter", attrs: { shape } }
}

function node(id: string, op: string, ...sources: string[]): NodeDocument {
  const ports = sources.length === 1 ? ["input"] : op === "ScaleShift" ? ["x", "gamma", "beta"] : ["a", "b"]
  return { id, op, inputs: Object.fromEntries(ports.map((port, i) => [port, sources[i]!])) }
}

function held(target: string, ...nodes: NodeDocument[]): Twins {
  const upstream = { [`${target}:output`]: { distribution: "normal", seed: 11 } } as const
  const document: GradwireDocument = { gradwire: 2, seed: 3, target: `${target}:output`, upstream, nodes }
  const found = twins(document)
  expect(found.eager).toEqual([])
  for (const [name, share] of found.apart) expect(share, name).toBeLessThanOrEqual(MOST)
  return found
}

const kernels = ({ steps }: Twins): readonly string[] =>
  steps.filter((what) => !["source", "eager rule", "load", "look", "zeros", "round"].includes(what))

test("Mul → Add → Sigmoid is one step; so is what goes back through a chain, up to where several read it", () => {
  const found = held(
    "s",
    ...[parameter("x", 5, 7), parameter("w", 5, 7), parameter("b", 5, 7)],
    ...[node("m", "Mul", "x", "w"), node("a", "Add", "m", "b"), node("s", "Sigmoid", "a")],
  )
  expect(kernels(found)).toEqual(["Mul → Add → Sigmoid", "Sigmoid", "Mul", "Mul"])
  const chain = held(
    "t",
    parameter("x", 3, 33),
    node("n", "Neg", "x"),
    node("r", "ReLU", "n"),
    node("t", "Square", "r"),
  )
  expect(kernels(chain)).toEqual(["Neg → ReLU → Square", "Square → ReLU → Neg"])
})

test("what takes long to work out and is asked for again is kept", () => {
  const gate = held("m", parameter("x", 9), parameter("g", 9), node("s", "Sigmoid", "g"), node("m", "Mul", "x", "s"))
  expect(kernels(gate)).toEqual(["Sigmoid", "Mul", "Mul → Sigmoid", "Mul"])
})

test("a value of several readers, and one of another size, is written", () => {
  const twice = held("b", parameter("x", 6), node("n", "Neg", "x"), node("a", "Abs", "n"), node("b", "Mul", "n", "a"))
  expect(kernels(twice)[0]).toBe("Neg")
  const wider = held("a", parameter("x", 3), parameter("y", 4, 3), node("n", "Neg", "x"), node("a", "Add", "y", "n"))
  expect(kernels(wider)).toEqual(["Neg", "Add", "Add, sums", "Neg"])
})

test("in planes, with a border, between layers", () => {
  const conv = (id: string, source: string): NodeDocument => {
    const attrs = { out_channels: 5, kernel_size: 3, padding: 1 }
    return { id, op: "Conv2d", attrs, inputs: { input: source } }
  }
  const found = held(
    "last",
    ...[parameter("x", 2, 3, 6, 7), parameter("g", 1, 5, 1, 1), parameter("s", 6, 7), conv("first", "x")],
    ...[node("norm", "ScaleShift", "first", "g", "s"), node("act", "ReLU", "norm"), conv("last", "act")],
  )
  expect(kernels(found)).toContain("ScaleShift → ReLU")
  // The target, and the gradients of x and g.
  expect(kernels(found).filter((what) => what === "from planes").length).toBe(3)
})

test("one tensor at both ports, and chains longer than a kernel holds", () => {
  held("m", parameter("x", 2, 3), node("n", "Neg", "x"), node("m", "Mul", "n", "n"))
  const long = Array.from({ length: 60 }, (_, i) =>
    node(`n${i}`, i % 2 === 0 ? "Square" : "Neg", i === 0 ? "x" : `n${i - 1}`),
  )
  const found = held("end", parameter("x", 17), ...long, node("end", "Tanh", "n59"))
  expect(kernels(found).length).toBeGreaterThan(2)
})
