// Ports: where wires end, and what they hold.

import type { Shape } from "../tensor/tensor.ts"

/**
 * LaTeX. `@name` stands for a port, param, buffer or attribute; `\grad{…}` for ∂L/∂(…); `\when{condition}{then}{else}` for
 * what holds at some nodes only, the general case first. See formula/tex.ts and, for conditions, graph/analysis/rules.ts.
 */
export type Tex = string

/** What every port has. */
interface Port {
  readonly doc: string
  /** How formulas call it: `x`, `W`, `y`. */
  readonly tex: Tex
}
/** Where a wire ends. */
export interface InputPort extends Port {
  /** Takes any number of wires, in order. */
  readonly list?: true
  /** May stay unwired. */
  readonly optional?: true
  /**
   * Number of classes, from the shapes at all ports and the attributes, if the port holds class indices: no gradient flows there then. `null`
   * if by these shapes it holds ordinary numbers (CrossEntropyLoss's target as probabilities): then its backward rule counts.
   */
  readonly classes?: (shapes: ByName<Held<Shape>>, attrs: ByName<unknown>) => number | null
}
/** Where wires start. */
export interface OutputPort extends Port {
  /** Gives a list of tensors (Split). */
  readonly list?: true
  /** Not drawn: carries what backward needs. */
  readonly hidden?: true
  /** Hidden as a port, yet a run answers its numbers: the card shows them (`statistics`, `attends`). */
  readonly onCard?: true
  /** No gradient flows out of it (a mask, indices). */
  readonly constant?: true
}
/** In the order in which they are drawn. */
export type Inputs = { readonly [name: string]: InputPort }
/** Where a wire names no port it starts at `output`, else at `value`, else at the first that is not hidden. */
export type Outputs = { readonly [name: string]: OutputPort }

/** What a port holds: one thing, a list, or perhaps nothing. */
type AtPort<P, T> = P extends { readonly list: true }
  ? readonly T[]
  : P extends { readonly optional: true }
    ? T | undefined
    : T
/** What each port holds, by name. */
export type PerPort<Ports, T> = { readonly [K in keyof Ports]: AtPort<Ports[K], T> }

/** What a port holds when the op is not known: one thing, a list (list ports), nothing (optional ports). */
export type Held<T> = T | readonly T[] | undefined
/** Things by their names. */
export type ByName<T> = { readonly [name: string]: T }

/** A cell by the name of its port or param and its flat index. */
export interface PortCell<Name = string> {
  readonly port: Name
  readonly cell: number
}
/** One product of a layer as a plain sum of products: cell `output` of the first output grows by the product of these cells, at most one a port or param. */
export interface Product<Name = string> {
  readonly output: number
  readonly cells: readonly PortCell<Name>[]
}
/** A table of a few numbers for each channel, group or row. */
export interface StatisticsOf<Name extends string = string> {
  /** Each with how many of its numbers belong to what the card shows: the first of them. */
  readonly rows: readonly { readonly name: Name; readonly count: number }[]
  /** Whose mean and variance they are; `running`: kept over batches. */
  readonly of: "batch" | "running" | "image" | "group" | "row"
}
/** Where attention weights are, and of how many heads those of the first example are. */
export interface AttentionOf<Name extends string = string> {
  readonly weights: Name
  readonly heads: number
}
