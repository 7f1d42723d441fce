// How PyTorch says an op: as data, so that one description both writes a call and reads one. An op has a module, which holds
// what it learns, functions that say the same of given tensors, or lines where no single call does. What becomes of this as
// text is formats/torch; here is no name of a variable and no indentation.

import type { Shape } from "../tensor/tensor.ts"
import type { AttrSpecs, AttrValues } from "./attributes/attrs.ts"
import type { ByName, Held, Inputs, Outputs, PerPort } from "./port.ts"

/** What an argument holds; undefined leaves it out. */
export type TorchValue = null | boolean | number | string | readonly TorchValue[] | undefined

/** What is known where an op is written: attributes, shapes, and what others ask of it. */
interface TorchContext<A extends AttrSpecs, I extends Inputs, O extends Outputs> {
  readonly attrs: AttrValues<A>
  readonly shapes: PerPort<I, Shape>
  readonly outputs: PerPort<O, Shape>
  /** Whether anybody reads what an output gives. */
  readonly wanted: (port: keyof O & string) => boolean
  /** Whether a gradient is to flow to what is wired to a port. */
  readonly differentiated: (port: keyof I & string) => boolean
}

/**
 * An attribute by its name; `@name`, the tensor of a port, param or buffer; `training`, whether the network is being trained.
 * `*name` is spread over the arguments, `theirs:name` has another name in PyTorch, `name=` is written with its name. `name!`
 * is written even where it holds its fallback, because PyTorch's default is another. What has no fallback is written without
 * its name as long as nothing before it is left out.
 */
type Word<Name extends string> = Name | `*${Name}` | `${Name}=` | `${Name}!`
type Argument<Name extends string> = Word<Name> | `${string}:${Word<Name>}`
type Names<A, I, P, B> = (keyof A & string) | `@${(keyof I | keyof P | keyof B) & string}` | "training"

/** One callable of PyTorch. */
interface Callable<At, Name extends string> {
  /** `nn.Conv2d`, `F.conv2d`; `.reshape` is a method of the first argument, `+` an operator between two. */
  readonly name: string
  /** Its arguments in PyTorch's order, those left out that Gradwire has no word for. A function says what has to be worked out. */
  readonly takes: readonly (Argument<Name> | { readonly [argument: string]: (at: At) => TorchValue })[]
  /** Where it says something else than the op; then the next form is asked. */
  readonly unless?: (at: At) => boolean
}

/** A class whose objects hold what the op learns and keeps. */
interface Module<At, Name extends string, P, B> extends Callable<At, Name> {
  /** What PyTorch calls a param or buffer, where that is not its name here. */
  readonly state?: { readonly [K in keyof P | keyof B]?: string }
  /** Lines that call it, `@module`, where that takes more than its inputs in their order. */
  readonly called?: (at: At) => readonly string[]
}

interface Fn<At, Name extends string> extends Callable<At, Name> {
  /** What is taken from what it answers: `.values`. */
  readonly part?: string
}

/** An op that PyTorch can say, in one form or several. */
interface Spoken<At, Name extends string, P, B> {
  readonly module?: Module<At, Name, P, B>
  readonly functions?: readonly Fn<At, Name>[]
  /**
   * Assignments to `@output` and what else is wanted, where no function says it. `@name` stands for a port, param or buffer,
   * `@training` for whether the network is being trained, `$name` for a variable of the op's own.
   */
  readonly lines?: (at: At) => readonly string[]
  /** Why PyTorch's float64 is none throughout: then it agrees with exact numbers to seven digits only. */
  readonly rough?: string
}

/** How PyTorch says an op with these attributes, ports, params and buffers. */
export type Torch<A extends AttrSpecs, I extends Inputs, O extends Outputs, P, B> =
  | Spoken<TorchContext<A, I, O>, Names<A, I, P, B>, P, B>
  /** A source: an argument of the network, a tensor that it keeps, or one that it learns. */
  | { readonly source: "argument" | "buffer" | "parameter" }
  /** Why it cannot be said. */
  | { readonly cannot: string }

/** `Torch` of an op that is not known. */
export type AnyTorch =
  | Spoken<AnyTorchContext, string, ByName<unknown>, ByName<unknown>>
  | { readonly source: "argument" | "buffer" | "parameter" }
  | { readonly cannot: string }
export interface AnyTorchContext {
  readonly attrs: ByName<unknown>
  readonly shapes: ByName<Held<Shape>>
  readonly outputs: ByName<Held<Shape>>
  readonly wanted: (port: string) => boolean
  readonly differentiated: (port: string) => boolean
}
/** How PyTorch has an optimizer: its class, beside which an attribute of the name stands, or one that is written out. */
export interface TorchOptimizer<A extends AttrSpecs>
  extends Callable<{ readonly attrs: AttrValues<A> }, keyof A & string> {
  /** The class as a program, where PyTorch (1.13) has none. */
  readonly written?: string
  /** Why PyTorch refuses these attributes, as a sentence. */
  readonly cannot?: (attrs: AttrValues<A>) => string | null
}
/** `TorchOptimizer` of an optimizer that is not known. */
export interface AnyTorchOptimizer extends Callable<{ readonly attrs: ByName<unknown> }, string> {
  readonly written?: string
  readonly cannot?: (attrs: ByName<unknown>) => string | null
}
/** A module or a function of an op that is not known. */
export type AnyCallable = Callable<AnyTorchContext, string>

/** A layer that learns nothing: its class takes the attributes, its function the input and then the attributes. */
export function layerAndFunction<const T extends readonly string[]>(module: string, called: string, ...attrs: T) {
  return { module: { name: module, takes: attrs }, functions: [{ name: called, takes: ["@input", ...attrs] }] } as const
}

/** A single function. */
export function call<const T extends readonly unknown[]>(name: string, ...takes: T) {
  return { functions: [{ name, takes }] } as const
}

/** A number as Python has it, a float wherever it may be whole: `1.0`, `1e-5`. */
export function float(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 1e16)) {
    return value.toExponential().replace("e+", "e")
  }
  return Number.isInteger(value) ? `${value}.0` : String(value)
}
