// The tensors that a node starts with: its own params and buffers, and the value of a source. Each comes from the
// document's `values`, or else is drawn from a stream of its own, so that adding a node changes no other node's numbers.

import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import type { ValueLiteral } from "../../graph/document.ts"
import { isValueProblem } from "../../graph/values/valueProblem.ts"
import { readValue } from "../../graph/values/values.ts"
import { OpFailure } from "../../ops/families/failure.ts"
import type { Init } from "../../ops/kept.ts"
import { type Random, randomStream } from "../../tensor/random.ts"
import { allocate, type Dtype, dtypeOf, type Shape, sizeOf, type Tensor, type TensorData } from "../../tensor/tensor.ts"
import { classesFed } from "../classes.ts"
import type { Kept, Pass } from "./pass.ts"

/**
 * Params and buffers of a node that is `ok`, in the precision of the run. Wired params are left out: they arrive by wire.
 * `classes`: the number of classes where this is a source that feeds a class-index port.
 */
export function keptTensors(node: NodeAnalysis, classes: number | null, seed: number, dtype: Dtype): Kept {
  const tensorOf = (name: string, shape: Shape, init: Init): Tensor => {
    const literal = writtenValue(node, name)
    if (literal !== undefined) return given(name, literal, shape, dtype)
    const random = randomStream(seed, node.id, name)
    return classes === null ? draw(shape, init, random, dtype) : drawClasses(shape, classes, random, dtype)
  }
  const params = new Map<string, Tensor>()
  for (const param of node.params) {
    if (param.wired === null) params.set(param.name, tensorOf(param.name, param.shape, param.init))
  }
  const buffers = new Map(
    node.buffers.map((buffer) => [buffer.name, tensorOf(buffer.name, buffer.shape, buffer.init)] as const),
  )
  return { params, buffers }
}

/** Numbers of a shape from a distribution or a pattern; one-hot along the last axis. */
export function draw(shape: Shape, init: Init, random: Random, dtype: Dtype): Tensor {
  const data = allocate(sizeOf(shape), dtype)
  switch (init.kind) {
    case "zeros":
      break
    case "ones":
      data.fill(1)
      break
    case "constant":
      data.fill(init.value)
      break
    case "arange":
      for (let i = 0; i < data.length; i++) data[i] = i
      break
    case "eye":
    case "tril":
    case "triu":
      fillMatrices(data, shape, init)
      break
    case "uniform":
      for (let i = 0; i < data.length; i++) data[i] = init.low + (init.high - init.low) * random.uniform()
      break
    case "integers":
      for (let i = 0; i < data.length; i++) data[i] = init.low + random.below(init.high - init.low)
      break
    case "normal":
      for (let i = 0; i < data.length; i++) data[i] = init.mean + init.std * random.normal()
      break
    case "bernoulli":
      for (let i = 0; i < data.length; i++) data[i] = random.uniform() < init.p ? 1 : 0
      break
    case "onehot": {
      const classes = shape.at(-1) ?? 1
      for (let row = 0; row < data.length; row += classes) data[row + random.below(classes)] = 1
      break
    }
  }
  return { shape, data }
}

/** The diagonal or a triangle of each matrix that the last two axes are. */
function fillMatrices(
  data: TensorData,
  shape: Shape,
  { kind, value }: Extract<Init, { kind: "eye" | "tril" | "triu" }>,
): void {
  const [rows = 1, columns = 1] = shape.slice(-2)
  for (let i = 0; i < data.length; i++) {
    const below = (Math.floor(i / columns) % rows) - (i % columns)
    if (kind === "eye" ? below === 0 : kind === "tril" ? below >= 0 : below <= 0) data[i] = value
  }
}

/** Whole numbers from 0 to `classes` − 1. */
export function drawClasses(shape: Shape, classes: number, random: Random, dtype: Dtype): Tensor {
  const data = allocate(sizeOf(shape), dtype)
  for (let i = 0; i < data.length; i++) data[i] = random.below(classes)
  return { shape, data }
}

function writtenValue(node: NodeAnalysis, name: string): ValueLiteral | undefined {
  const values = node.node.values
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined
}

/** A literal of the document as a tensor. Throws OpFailure for numbers that only this precision cannot hold (1e300). */
function given(name: string, literal: ValueLiteral, shape: Shape, dtype: Dtype): Tensor {
  const read = readValue(literal, shape, dtype)
  if (isValueProblem(read)) throw new OpFailure(name, `the value of "${name}" cannot be used: ${read.sentence}`)
  return read
}

/** The sum of tensors of one shape: formed in float64 at each cell, rounded once. */
export function addAll(first: Tensor, others: readonly Tensor[]): Tensor {
  if (others.length === 0) return first
  const data = allocate(first.data.length, dtypeOf(first))
  for (let i = 0; i < data.length; i++) {
    let cell = first.data[i] ?? 0
    for (const other of others) cell += other.data[i] ?? 0
    data[i] = cell
  }
  return { shape: first.shape, data }
}

/** What a node starts with, made when it is first asked for. */
export function keptAt(pass: Pass, node: NodeAnalysis): Kept {
  const before = pass.kept.get(node.id)
  if (before !== undefined) return before
  const kept = keptTensors(node, classesFed(pass.analysis, node.id), pass.seed, pass.dtype)
  pass.kept.set(node.id, kept)
  return kept
}
