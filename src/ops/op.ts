// What a kind of node is. One op is one object in one file: its ports and attributes, its shape rule, what it learns, its
// receptive field, its forward rule, one backward rule for each arrow into it, and the formula of each rule. This file
// knows types. This folder refuses graphs, documents, stores and pixels: those ask ops, never the other way.

import type { Fast } from "../kernels/fast.ts"
import type { Random } from "../tensor/random.ts"
import type { Dtype, Shape, Tensor } from "../tensor/tensor.ts"
import type { Work } from "../tensor/work.ts"
import type { AttrSpecs, AttrValues, Json } from "./attributes/attrs.ts"
import type { Axes, Means, OpAxes } from "./axisNames.ts"
import type { BufferRule, Formula, KeptRule, KeptTensors, ParamRule } from "./kept.ts"
import type {
  AttentionOf,
  ByName,
  Held,
  Inputs,
  Outputs,
  PerPort,
  PortCell,
  Product,
  StatisticsOf,
  Tex,
} from "./port.ts"
import type { AnyTorch, Torch } from "./torch.ts"
import type { ReceptiveField } from "./window.ts"

/** How layers behave: dropout drops and batch norm looks at its batch in `train` only. */
export type Mode = "train" | "eval"

// ---- Params and buffers ---------------------------------------------------------------------------------------------

/** What an op learns, by name. */
export type Params<A extends AttrSpecs, I extends Inputs> = ByName<KeptRule<ShapeContext<A, I>, ParamRule>>
/** What an op keeps from step to step without learning it, by name. */
export type Buffers<A extends AttrSpecs, I extends Inputs> = {
  readonly [name: string]: KeptRule<ShapeContext<A, I>, BufferRule>
}

// ---- Rules on shapes ------------------------------------------------------------------------------------------------

/** What is known before any number is: a rule on shapes sees no more. */
interface ShapeContext<A extends AttrSpecs, I extends Inputs> {
  readonly attrs: AttrValues<A>
  readonly shapes: PerPort<I, Shape>
  readonly mode: Mode
}

/** What is known once the shape rule has answered. */
interface OutputContext<A extends AttrSpecs, I extends Inputs, O extends Outputs> extends ShapeContext<A, I> {
  readonly outputs: PerPort<O, Shape>
}

/** Why this op cannot work on these shapes: a sentence with the numbers, at a port or attribute. */
export interface ShapeProblem<Name = string> {
  readonly at: Name
  readonly sentence: string
  /** For the editor's words and repairs, where there are two sides to show. */
  readonly found?: string
  readonly expected?: string
  /** What the outputs are all the same, where the trouble forbids running and no shape: one value a channel in training mode. */
  readonly outputs?: ByName<Held<Shape>>
  /** The output is impossible, but what the node learns is known all the same: a kernel larger than its input. */
  readonly learnsAlike?: true
}

// ---- Rules on tensors -----------------------------------------------------------------------------------------------

/** What a forward rule works on. */
interface ForwardContext<A extends AttrSpecs, I extends Inputs, P, B> extends ShapeContext<A, I> {
  readonly inputs: PerPort<I, Tensor>
  readonly params: KeptTensors<P>
  readonly buffers: KeptTensors<B>
  /** A stream of this node's own, the same on every run of one seed. */
  readonly random: (name: string) => Random
  readonly dtype: Dtype
}
/** What a backward rule works on: all of the forward pass, and what came back. */
interface BackwardContext<A extends AttrSpecs, I extends Inputs, O extends Outputs, P, B, S>
  extends ForwardContext<A, I, P, B> {
  readonly outputs: PerPort<O, Tensor>
  /** Upstream gradient of each output, zeros where none arrived. */
  readonly grad: PerPort<O, Tensor>
  readonly shared: S
}

/** The gradient for one arrow: as many tensors as the arrow has (a list port: one each). */
type GradOf<I, P, K> = K extends keyof I
  ? I[K] extends { readonly list: true }
    ? readonly Tensor[]
    : Tensor
  : K extends keyof P
    ? Tensor
    : never

// ---- The op ---------------------------------------------------------------------------------------------------------

/** A case that the tests put to every rule of the op. */
export interface Example<A extends AttrSpecs, I extends Inputs> {
  readonly attrs?: { readonly [K in keyof A]?: Json }
  readonly shapes: PerPort<I, Shape>
  /** Where inputs are drawn from, [low, high); default [−2, 2). */
  readonly range?: { readonly [K in keyof I]?: readonly [number, number] }
  /** Numbers of an input in row-major order, where drawn ones would not reach a branch; of the right count. */
  readonly values?: { readonly [K in keyof I]?: readonly number[] }
  /** Only this mode; default both. */
  readonly mode?: Mode
}

/** One op with the types of its own attributes, ports, params and buffers; S is what its arrows share on the way back. */
export interface Op<
  A extends AttrSpecs,
  I extends Inputs,
  O extends Outputs,
  P extends Params<A, I>,
  B extends Buffers<A, I>,
  S,
> {
  /** Written into documents; never changes. Equals the file's name in PascalCase-insensitive form. */
  readonly kind: string
  /** Folder of the palette. */
  readonly shelf: string
  readonly title: string
  /** What papers call it for short, where a small card has no room for the title. */
  readonly short?: string
  readonly summary: string
  /** Course, Keras and ONNX names, for search. */
  readonly keywords?: readonly string[]
  /** Of a hundred networks, how many have one, roughly: lists begin with what is used most. Without it: hardly any. */
  readonly use?: number
  /** Drawn as a small round node with this formula. */
  readonly symbol?: Tex

  /** Kinds whose output usually goes into a port, by the port: they are offered first there, and this op behind them. */
  readonly usual?: { readonly [K in keyof I]?: readonly string[] }

  readonly attrs: A
  readonly inputs: I
  readonly outputs: O
  readonly params: P
  readonly buffers: B

  readonly shape: (at: ShapeContext<A, I>) => PerPort<O, Shape> | ShapeProblem<keyof A | keyof I>
  readonly receptiveField: (port: keyof I & string, at: ShapeContext<A, I>) => ReceptiveField
  /** What its axes are, at shapes that its shape rule accepts. A source says what they usually are: what it feeds knows better. */
  readonly axes: (at: OutputContext<A, I, O>) => OpAxes<NoInfer<I>, NoInfer<O>>
  /** Numbers that formulas speak of: sizes of inputs, outputs and attributes, by short names. */
  readonly symbols?: (at: OutputContext<A, I, O>) => ByName<number>
  readonly formulas?: {
    /** Length of one spatial axis of the output, for words and errors. */
    readonly outputSize?: Formula
    /** Multiply-accumulates of one forward pass; additions of a bias are not counted. */
    readonly macs?: Formula
    /** Floating-point operations where they are not 2·macs. */
    readonly flops?: Formula
  }
  /** One line of attributes in words for the card: `3×3, 10 filters, pad 1`. */
  readonly caption?: (attrs: AttrValues<A>) => string

  readonly forward: (at: ForwardContext<A, I, P, B>) => Work<PerPort<O, Tensor>>
  /** Why a number of the first output is not finite, where its own rule makes it so: `the logarithm of 0`; else null. */
  readonly notFinite?: (
    at: ForwardContext<A, I, P, B> & { readonly outputs: PerPort<O, Tensor> },
    cell: number,
  ) => string | null
  /** Outputs that forward draws at random, by name: with these attributes, in this mode, they change with the seed. */
  readonly draws?: (at: ShapeContext<A, I>) => readonly (keyof O & string)[]
  /**
   * Which cells of the first output are set to zero at random: the output that is 1 where a cell is kept, along axes of length 1
   * the same for all, and what kept ones are multiplied by; null where nothing is, as in evaluation.
   */
  readonly drops?: (at: ShapeContext<A, I>) => { readonly mask: keyof O & string; readonly scale: number } | null
  /** Inputs that are added up, or taken from each other: the first output is of their kind and can be compared with them. */
  readonly terms?: readonly (keyof I & string)[]
  /** What a normalisation works with, as its card shows it: outputs and params in the order in which its rule speaks of them. */
  readonly statistics?: (at: OutputContext<A, I, O>) => StatisticsOf<(keyof O | keyof P) & string>
  /** The output that holds attention weights, queries × keys behind any leading axes, the heads of one example in succession. */
  readonly attends?: (at: OutputContext<A, I, O>) => AttentionOf<keyof O & string>
  /** Worked out once for all arrows of one backward step; like a rule, it may be a generator that gives way. */
  readonly shared?: (at: BackwardContext<A, I, O, P, B, undefined>) => Work<S>
  readonly backward: {
    readonly [K in keyof I | keyof P]: ((at: BackwardContext<A, I, O, P, B, S>) => Work<GradOf<I, P, K>>) | null
  }
  /** New buffers after a forward pass in training mode, for those that change. Reported, never written into a document by a run. */
  readonly updates?: (at: ForwardContext<A, I, P, B> & { readonly outputs: PerPort<O, Tensor> }) => {
    readonly [K in keyof B]?: Tensor
  }

  /**
   * Where the first output is a plain sum of products: those that one cell of an input, a param or the output takes part in.
   * For explanations of layers that are too large to be asked rule by rule; tests hold it to the forward rule.
   */
  readonly products?: (
    at: ShapeContext<A, I>,
    place: PortCell<keyof I | keyof P | keyof O>,
  ) => readonly Product<(keyof I | keyof P) & string>[]

  /** Which kernel does its work at these sizes, as data; null where none does: then its own rules run. */
  readonly fast?: (at: OutputContext<A, I, O>) => Fast | null

  readonly tex: {
    readonly forward: Tex
    readonly backward: { readonly [K in keyof I | keyof P]: Tex | null }
  }
  /** How PyTorch says it. */
  readonly torch: Torch<NoInfer<A>, NoInfer<I>, NoInfer<O>, NoInfer<P>, NoInfer<B>>
  readonly examples: readonly Example<A, I>[]
}

// ---- Ops without their own types: what a registry holds and graphs speak to ------------------------------------------

/** `ShapeContext` of an op that is not known. */
export interface AnyShapeContext {
  readonly attrs: ByName<unknown>
  readonly shapes: ByName<Held<Shape>>
  readonly mode: Mode
}
/** `OutputContext` of an op that is not known. */
interface AnyOutputContext extends AnyShapeContext {
  readonly outputs: ByName<Held<Shape>>
}
/** `OpAxes` of an op that is not known. */
export interface AnyAxes {
  readonly inputs: ByName<Held<Axes>>
  readonly outputs: ByName<Held<Axes>>
  readonly means?: Means
  readonly sums?: boolean
}
/** `ForwardContext` of an op that is not known. */
export interface AnyForwardContext extends AnyShapeContext {
  readonly inputs: ByName<Held<Tensor>>
  readonly params: ByName<Tensor | null>
  readonly buffers: ByName<Tensor | null>
  readonly random: (name: string) => Random
  readonly dtype: Dtype
}
/** `BackwardContext` of an op that is not known. */
export interface AnyBackwardContext extends AnyForwardContext {
  readonly outputs: ByName<Held<Tensor>>
  readonly grad: ByName<Held<Tensor>>
  readonly shared: unknown
}
/** The rule of one arrow; a list for a list port. */
export type AnyBackwardRule = (at: AnyBackwardContext) => Work<Tensor | readonly Tensor[]>

/** An op without its own types: what the registry holds. */
export interface AnyOp
  extends Pick<
    Op<AttrSpecs, Inputs, Outputs, Params<AttrSpecs, Inputs>, Buffers<AttrSpecs, Inputs>, unknown>,
    | "kind"
    | "shelf"
    | "title"
    | "short"
    | "summary"
    | "keywords"
    | "use"
    | "symbol"
    | "attrs"
    | "inputs"
    | "outputs"
    | "formulas"
  > {
  readonly usual?: ByName<readonly string[]>
  readonly params: ByName<KeptRule<AnyShapeContext, ParamRule>>
  readonly buffers: ByName<KeptRule<AnyShapeContext, BufferRule>>
  readonly shape: (at: AnyShapeContext) => ByName<Held<Shape>> | ShapeProblem
  readonly receptiveField: (port: string, at: AnyShapeContext) => ReceptiveField
  readonly axes: (at: AnyOutputContext) => AnyAxes
  readonly symbols?: (at: AnyOutputContext) => ByName<number>
  readonly caption?: (attrs: ByName<unknown>) => string
  readonly forward: (at: AnyForwardContext) => Work<ByName<Held<Tensor>>>
  readonly notFinite?: (
    at: AnyForwardContext & { readonly outputs: ByName<Held<Tensor>> },
    cell: number,
  ) => string | null
  readonly draws?: (at: AnyShapeContext) => readonly string[]
  readonly drops?: (at: AnyShapeContext) => { readonly mask: string; readonly scale: number } | null
  readonly terms?: readonly string[]
  readonly statistics?: (at: AnyOutputContext) => StatisticsOf
  readonly attends?: (at: AnyOutputContext) => AttentionOf
  readonly shared?: (at: AnyBackwardContext) => unknown
  readonly backward: ByName<AnyBackwardRule | null>
  readonly updates?: (at: AnyForwardContext & { readonly outputs: ByName<Held<Tensor>> }) => ByName<Tensor>
  readonly products?: (at: AnyShapeContext, place: PortCell) => readonly Product[]
  readonly fast?: (at: AnyOutputContext) => Fast | null
  readonly tex: { readonly forward: Tex; readonly backward: ByName<Tex | null> }
  readonly torch: AnyTorch
  readonly examples: readonly {
    readonly attrs?: ByName<Json>
    readonly shapes: ByName<Held<Shape>>
    readonly range?: ByName<readonly [number, number]>
    readonly values?: ByName<readonly number[]>
    readonly mode?: Mode
  }[]
}

/** Checks a definition against its own types, then forgets them. */
export function defineOp<
  const A extends AttrSpecs,
  const I extends Inputs,
  const O extends Outputs,
  P extends Params<A, I>,
  B extends Buffers<A, I>,
  S = undefined,
>(op: Op<A, I, O, P, B, S>): AnyOp {
  // The one place where types are erased: callers hand an op only what its own attrs, ports and params describe.
  return op as unknown as AnyOp
}

/** True for what a shape rule answers when it cannot. */
export function isProblem(answer: object): answer is ShapeProblem {
  return "sentence" in answer
}
