// The parts of a node while they are drawn. Ids are short (`mu`) until the group is put into the document; what comes from
// outside is written `@port` for the node's own input port or wired param.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Init } from "../../ops/kept.ts"
import type { AnyShapeContext, Mode } from "../../ops/op.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import type { NodeAnalysis } from "../analysis/analysis.ts"
import type { NodeDocument, ValueLiteral } from "../document.ts"
import { writeValue } from "../values/values.ts"

/** `mu`, or `@input` for what arrives at the opened node. */
export type PartSource = string
type Attrs = { readonly [name: string]: Json }

/** The parts of a node while they are drawn, with its attributes and shapes at hand. */
export class Draft {
  readonly parts: NodeDocument[] = []
  /** Part that gives each output of the node, by output port. */
  readonly outputs = new Map<string, string>()
  /** Part that holds each param or buffer, by its name. */
  readonly kept = new Map<string, string>()
  /** Numbers that were drawn, not written, before: closing takes them away again. */
  readonly drawn = new Map<string, ValueLiteral>()
  /** The part that takes over the node's id, and with it the node's stream of random numbers. */
  own: string | null = null
  private readonly node: NodeAnalysis
  private readonly context: AnyShapeContext
  private readonly tensors: ReadonlyMap<string, Tensor>

  /** `tensors`: the node's own params and buffers by name; only those are needed that are drawn from a distribution. */
  constructor(node: NodeAnalysis, context: AnyShapeContext, tensors: ReadonlyMap<string, Tensor>) {
    this.node = node
    this.context = context
    this.tensors = tensors
  }

  get mode(): Mode {
    return this.context.mode
  }

  /** Shape at an input port that is wired. Throws if it is not, or holds a list. */
  shape(port: string): Shape {
    const held = this.context.shapes[port]
    if (held === undefined || held.some((size) => typeof size !== "number")) {
      throw new Error(`${this.node.id}:${port} should hold one tensor, got ${JSON.stringify(held)}`)
    }
    // Every element was seen to be a number.
    return held as Shape
  }

  isWired(port: string): boolean {
    return this.context.shapes[port] !== undefined
  }

  flag(attr: string): boolean {
    const value = this.context.attrs[attr]
    if (typeof value !== "boolean") throw this.wrongAttr(attr, "a boolean")
    return value
  }

  number(attr: string): number {
    const value = this.numberOrNone(attr)
    if (value === null) throw this.wrongAttr(attr, "a number")
    return value
  }

  /** A number, or null for PyTorch's None. */
  numberOrNone(attr: string): number | null {
    const value = this.context.attrs[attr]
    if (typeof value !== "number" && value !== null) throw this.wrongAttr(attr, "a number or null")
    return value
  }

  word(attr: string): string {
    const value = this.context.attrs[attr]
    if (typeof value !== "string") throw this.wrongAttr(attr, "text")
    return value
  }

  numbers(attr: string): readonly number[] {
    const value = this.context.attrs[attr]
    if (!Array.isArray(value) || value.some((item) => typeof item !== "number"))
      throw this.wrongAttr(attr, "a list of numbers")
    return value
  }

  /** Adds a part and answers its id. */
  add(
    id: string,
    op: string,
    inputs: { readonly [port: string]: PartSource },
    attrs: Attrs = {},
    label?: string,
  ): string {
    if (this.parts.some((part) => part.id === id)) throw new Error(`two parts of ${this.node.id} are called ${id}`)
    this.parts.push({
      id,
      op,
      ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
      ...(label === undefined ? {} : { label }),
    })
    return id
  }

  /** Adds a part with one input port called `input`. */
  apply(id: string, op: string, input: PartSource, attrs?: Attrs, label?: string): string {
    return this.add(id, op, { input }, attrs, label)
  }

  /** A number as a part, a scalar unless `shape` says otherwise. */
  constant(id: string, value: number, label?: string, shape: Shape = []): string {
    return this.add(id, "Constant", {}, { shape, init: "constant", fill_value: value }, label)
  }

  /** Numbers as a part, written out. */
  table(id: string, values: Tensor, label?: string): string {
    this.add(id, "Constant", {}, { shape: values.shape }, label)
    this.give(id, writeValue(values))
    return id
  }

  /** A param as a part of its own, or the wire into it; null if the node has none of this name. */
  param(name: string, id: string, label: string): PartSource | null {
    const rule = this.node.params.find((param) => param.name === name)
    if (rule === undefined) return null
    return rule.wired === null ? this.keep(name, id, "Parameter", label, rule) : `@${name}`
  }

  /** A buffer as a constant. Throws if the node keeps none of this name. */
  buffer(name: string, id: string, label: string): PartSource {
    const rule = this.node.buffers.find((buffer) => buffer.name === name)
    if (rule === undefined) throw new Error(`${this.node.id} (${this.node.node.op}) keeps no ${name}`)
    return this.keep(name, id, "Constant", label, rule)
  }

  /** Says which part gives an output of the node. */
  output(port: string, part: string): void {
    this.outputs.set(port, part)
  }

  private keep(
    name: string,
    id: string,
    op: string,
    label: string,
    { shape, init }: { readonly shape: Shape; readonly init: Init },
  ): string {
    const filled = fillOf(init)
    this.add(id, op, {}, { shape, ...filled }, label)
    this.kept.set(name, id)
    const written = this.node.node.values?.[name]
    if (written !== undefined) this.give(id, written)
    else if (filled === null) {
      const tensor = this.tensors.get(name)
      if (tensor === undefined) throw new Error(`opening ${this.node.id} needs the drawn numbers of ${name}, got none`)
      const literal = writeValue(tensor)
      this.drawn.set(name, literal)
      this.give(id, literal)
    }
    return id
  }

  private give(id: string, value: ValueLiteral): void {
    const at = this.parts.findIndex((part) => part.id === id)
    const part = this.parts[at]
    if (part !== undefined) this.parts[at] = { ...part, values: { value } }
  }

  private wrongAttr(attr: string, wanted: string): Error {
    const got = JSON.stringify(this.context.attrs[attr])
    return new Error(`attribute ${attr} of ${this.node.id} should be ${wanted}, got ${got}`)
  }
}

/** Attributes of a source that starts with the same numbers wherever it stands; null if they are drawn. */
function fillOf(init: Init): Attrs | null {
  if (init.kind === "zeros" || init.kind === "ones") return { init: init.kind }
  return init.kind === "constant" ? { init: "constant", fill_value: init.value } : null
}
