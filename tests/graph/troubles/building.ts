// What graphs with one trouble are built of.

import type { NodeDocument } from "../../../src/graph/document.ts"
import type { Json } from "../../../src/ops/attributes/attrs.ts"

/** A graph with one trouble. `offers`: what one of the repairs must say; a text instead of it: why there is none. */
export interface Trouble {
  readonly name: string
  readonly nodes: readonly NodeDocument[]
  readonly offers: RegExp | string
}
export type Attrs = { readonly [name: string]: Json }
type Shape = readonly number[]

export function source(id: string, shape: Shape, op = "Input", attrs: Attrs = {}): NodeDocument {
  return { id, op, attrs: { shape, ...attrs } }
}

export function node(
  id: string,
  op: string,
  inputs: NonNullable<NodeDocument["inputs"]>,
  attrs: Attrs = {},
): NodeDocument {
  return { id, op, attrs, inputs }
}

/** An op on one Input x. */
export function alone(op: string, shape: Shape, attrs: Attrs, offers: Trouble["offers"]): Trouble {
  return {
    name: `${op} ${JSON.stringify(attrs)} on ${shape.join("×")}`,
    nodes: [source("x", shape), node("n", op, { input: "x" }, attrs)],
    offers,
  }
}

/** An op on several Inputs, by port. */
export function joined(
  op: string,
  shapes: { readonly [port: string]: Shape },
  attrs: Attrs,
  offers: Trouble["offers"],
): Trouble {
  const ports = Object.entries(shapes)
  return {
    name: `${op} ${JSON.stringify(attrs)} of ${ports.map(([port, shape]) => `${port} ${shape.join("×")}`).join(", ")}`,
    nodes: [
      ...ports.map(([port, shape]) => source(`in_${port}`, shape)),
      node("n", op, Object.fromEntries(ports.map(([port]) => [port, `in_${port}`])), attrs),
    ],
    offers,
  }
}

/** An op on a list of Inputs. */
export function listed(op: string, shapes: readonly Shape[], attrs: Attrs, offers: Trouble["offers"]): Trouble {
  return {
    name: `${op} ${JSON.stringify(attrs)} of ${shapes.map((shape) => shape.join("×")).join(", ")}`,
    nodes: [
      ...shapes.map((shape, i) => source(`x${i}`, shape)),
      node("n", op, { inputs: shapes.map((_, i) => `x${i}`) }, attrs),
    ],
    offers,
  }
}

/** A layer behind another one, so that no Input stands before it. */
export function behind(
  before: readonly [op: string, attrs: Attrs],
  op: string,
  shape: Shape,
  attrs: Attrs,
  offers: Trouble["offers"],
): Trouble {
  return {
    name: `${op} ${JSON.stringify(attrs)} behind ${before[0]} on ${shape.join("×")}`,
    nodes: [
      source("x", shape),
      node("b", before[0], { input: "x" }, before[1]),
      node("n", op, { input: "b" }, attrs),
      node("after", "ReLU", { input: "n" }),
    ],
    offers,
  }
}

export const conv = (out: number, more: Attrs = {}): Attrs => ({
  out_channels: out,
  kernel_size: 3,
  padding: 1,
  ...more,
})

/** A U-Net of some depth on pictures of any size: `up` decodes. */
export function unet(
  height: number,
  width: number,
  depth: number,
  up: readonly [string, Attrs],
  offers: RegExp,
): Trouble {
  const nodes: NodeDocument[] = [source("x", [1, 3, height, width])]
  let last = "x"
  const add = (id: string, op: string, inputs: NonNullable<NodeDocument["inputs"]>, attrs: Attrs = {}) => {
    nodes.push(node(id, op, inputs, attrs))
    last = id
  }
  for (let level = 0; level < depth; level++) {
    add(`down${level}`, "Conv2d", { input: last }, conv(4))
    add(`pool${level}`, "MaxPool2d", { input: last }, { kernel_size: 2 })
  }
  for (let level = depth - 1; level >= 0; level--) {
    add(`up${level}`, up[0], { input: last }, up[1])
    add(`cat${level}`, "Concat", { inputs: [`down${level}`, last] }, { dim: 1 })
    add(`merge${level}`, "Conv2d", { input: last }, conv(4))
  }
  return { name: `U-Net ${height}×${width} of ${depth} levels with ${up[0]}`, nodes, offers }
}

export const UPSAMPLE: readonly [string, Attrs] = ["Upsample", { scale_factor: 2 }]
export const TRANSPOSED: readonly [string, Attrs] = ["ConvTranspose2d", { out_channels: 4, kernel_size: 2, stride: 2 }]

/** x + branch(x). */
export function residual(shape: Shape, branch: readonly (readonly [string, Attrs])[], offers: RegExp): Trouble {
  const nodes: NodeDocument[] = [source("x", shape), node("stem", "ReLU", { input: "x" })]
  for (const [i, [op, attrs]] of branch.entries())
    nodes.push(node(`b${i}`, op, { input: i === 0 ? "stem" : `b${i - 1}` }, attrs))
  nodes.push(node("sum", "Add", { a: `b${branch.length - 1}`, b: "stem" }), node("out", "ReLU", { input: "sum" }))
  return {
    name: `residual of ${shape.join("×")} round ${branch.map(([op, attrs]) => op + JSON.stringify(attrs)).join(", ")}`,
    nodes,
    offers,
  }
}

/** A weight that is wired. */
export function wired(op: string, input: Shape, attrs: Attrs, param: string, shape: Shape, offers: RegExp): Trouble {
  return {
    name: `${op} ${JSON.stringify(attrs)} on ${input.join("×")} with ${param} ${shape.join("×")}`,
    nodes: [
      source("x", input),
      source("W", shape, "Parameter", { init: "normal" }),
      node("n", op, { input: "x", [param]: "W" }, attrs),
      node("after", "ReLU", { input: "n" }),
    ],
    offers,
  }
}
