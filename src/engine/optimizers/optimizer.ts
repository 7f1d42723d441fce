// What an optimizer is: its attributes, what it keeps for each param, its update rule, and the same rule as lines of
// arithmetic for one weight. One file each; `kind` is written into documents. This folder knows tensors, no graph: which
// params, at which rates, is training's business.

import type { FastUpdate } from "../../kernels/update/fast.ts"
import type { AttrSpecs, AttrValues } from "../../ops/attributes/attrs.ts"
import type { AnyTorchOptimizer, TorchOptimizer } from "../../ops/torch.ts"
import type { Tensor, TensorData } from "../../tensor/tensor.ts"
import type { Work } from "../../tensor/work.ts"

/** A tensor of the param's shape that an optimizer keeps for it, zeros before the first step. */
interface Slot {
  readonly doc: string
  readonly tex: string
}
type Slots = { readonly [name: string]: Slot }

/** One param in one step. `next` and `nextState` are written whole, the rest is read. */
interface UpdateAt<A extends AttrSpecs, S extends Slots> {
  readonly attrs: AttrValues<A>
  /** η, after schedule and multiplier. */
  readonly rate: number
  /** From 1. */
  readonly step: number
  readonly param: Tensor
  /** After clipping. */
  readonly gradient: Tensor
  readonly state: { readonly [K in keyof S]: TensorData }
  readonly next: TensorData
  readonly nextState: { readonly [K in keyof S]: TensorData }
}

/** A letter of the update rule. */
export interface Letter {
  readonly tex: string
  readonly means: string
}

/** One assignment for one weight: `to` gets `value` of the numbers so far. In `tex`, `@name` stands for a letter. */
export interface RuleLine {
  readonly to: string
  readonly tex: string
  readonly value: (n: { readonly [name: string]: number }) => number
}

/** The rule as it reads with these attributes. The letters `w` (weight), `d` (its gradient) and `eta` (rate) are always there. */
export interface WrittenRule {
  readonly letters: { readonly [name: string]: Letter }
  readonly lines: readonly RuleLine[]
}

/** One optimizer, with the types of its own attributes and slots. */
export interface Optimizer<A extends AttrSpecs, S extends Slots> {
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly attrs: A
  readonly slots: S
  /** The slots in use with these attributes: what the optimizer costs in memory. */
  readonly uses: (attrs: AttrValues<A>) => readonly (keyof S & string)[]
  /** Gives way where it takes long. */
  readonly update: (at: UpdateAt<A, S>) => Work<void>
  /** The same update as data that kernels follow, with the bits that `update` has where it says nothing else. */
  readonly fast: (attrs: AttrValues<A>) => FastUpdate
  /** The numbers of a step that its lines speak of. */
  readonly scalars: (at: Pick<UpdateAt<A, S>, "attrs" | "rate" | "step" | "param">) => {
    readonly [name: string]: number
  }
  /** `first`: in the first step, where it differs. The last line assigns `next`, the new weight. */
  readonly rule: (attrs: AttrValues<A>, first: boolean) => WrittenRule
  /** Numbers of one weight for the letters that no line assigns, `w`, `d` and `eta` apart. */
  readonly numbers: (at: UpdateAt<A, S>, index: number) => Work<{ readonly [name: string]: number }>
  /** How PyTorch has it. */
  readonly torch: TorchOptimizer<NoInfer<A>>
}

/** An optimizer without its own types: what the registry holds. */
export interface AnyOptimizer
  extends Pick<Optimizer<AttrSpecs, Slots>, "kind" | "title" | "summary" | "attrs" | "slots"> {
  readonly uses: (attrs: { readonly [name: string]: unknown }) => readonly string[]
  readonly update: (at: AnyUpdateAt) => Work<void>
  readonly fast: (attrs: { readonly [name: string]: unknown }) => FastUpdate
  readonly scalars: (at: Pick<AnyUpdateAt, "attrs" | "rate" | "step" | "param">) => { readonly [name: string]: number }
  readonly rule: (attrs: { readonly [name: string]: unknown }, first: boolean) => WrittenRule
  readonly numbers: (at: AnyUpdateAt, index: number) => Work<{ readonly [name: string]: number }>
  readonly torch: AnyTorchOptimizer
}
/** `UpdateAt` of an optimizer that is not known. */
export interface AnyUpdateAt extends Omit<UpdateAt<AttrSpecs, Slots>, "attrs"> {
  readonly attrs: { readonly [name: string]: unknown }
}

/** Checks a definition against its own types, then forgets them. */
export function defineOptimizer<const A extends AttrSpecs, const S extends Slots>(
  optimizer: Optimizer<A, S>,
): AnyOptimizer {
  // The one place where types are erased: training hands an optimizer only what its own attrs have read and its own slots.
  return optimizer as unknown as AnyOptimizer
}
