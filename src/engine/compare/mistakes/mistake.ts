// A mistake that people make in one node: the op as they may have had it, to be asked in its place.

import type { AnyBackwardContext, AnyBackwardRule, AnyForwardContext, AnyOp } from "../../../ops/op.ts"
import type { ByName, Held } from "../../../ops/port.ts"
import type { Tensor } from "../../../tensor/tensor.ts"
import { finish } from "../../../tensor/work.ts"
import { sharedOf } from "../../pass/backward.ts"
import type { RunnableNode } from "../../pass/forward.ts"
import type { Pass } from "../../pass/pass.ts"
import type { WhatIfPhase } from "../rerun/whatIf.ts"

/** An op that stands in for the right one of a node, and the words for what is wrong with it. */
export interface Mistake {
  /** `the bias is missing`; the node's name and the dot come later. */
  readonly words: string
  readonly phase: WhatIfPhase
  readonly op: AnyOp
  /** The formula of what is missing. */
  readonly tex?: string
  /** The output whose gradient lacks a piece, where that is the mistake. */
  readonly lacks?: string
}

/** A node that may be mistaken, with what it was given and answered. */
export interface Suspect {
  readonly node: RunnableNode
  readonly op: AnyOp
  readonly at: AnyForwardContext
  readonly outputs: ByName<Held<Tensor>>
  readonly pass: Pass
}
/** The mistakes that a node of some kinds may hold; none where the node is of no such kind. */
export type MistakeRule = (suspect: Suspect) => Iterable<Mistake>

type Change = (at: AnyForwardContext) => AnyForwardContext
type Forward = (at: AnyForwardContext) => Tensor
type Back = (at: AnyBackwardContext) => Tensor

/** The one tensor that a port holds. Throws if it holds a list or nothing (a bug: rules know their ops). */
export function one(held: Held<Tensor> | null): Tensor {
  if (held != null && "shape" in held) return held
  throw new Error("a port that should hold one tensor holds a list or nothing")
}

/** The op on something else than it was given, forward and back. */
export function given(op: AnyOp, change: Change): AnyOp {
  const { shared, ...rest } = op
  return {
    ...rest,
    forward: (at) => op.forward(change(at)),
    backward: eachRule(op, (rule) => (at) => rule({ ...at, ...change(at) })),
    ...(shared === undefined ? {} : { shared: (at) => shared({ ...at, ...change(at) }) }),
  }
}

/** On the way back alone: the rules believe that the op was given something else, and answered accordingly. */
export function givenBack(op: AnyOp, change: Change): AnyOp {
  const { shared: _, ...rest } = op
  const believed = (at: AnyBackwardContext): AnyBackwardContext => {
    const other = change(at)
    const before = { ...at, ...other, outputs: finish(op.forward(other)), shared: undefined }
    return { ...before, shared: sharedOf(op, before) }
  }
  return { ...rest, backward: eachRule(op, (rule) => (at) => rule(believed(at))) }
}

/** Another rule for one arrow. */
export function back(op: AnyOp, arrow: string, rule: Back): AnyOp {
  return { ...op, backward: { ...op.backward, [arrow]: rule } }
}

/** Another value, and the right rules back for it or, where none are given, those of the op as it is. */
export function withForward(op: AnyOp, value: Forward, rules: ByName<Back> = {}): AnyOp {
  return {
    ...op,
    forward: (at) => {
      const right = finish(op.forward(at))
      return { ...right, output: value(at) }
    },
    backward: { ...op.backward, ...rules },
  }
}

/** The op as if these attributes were set, whatever the node says of them; all others are the node's own. */
export function withAttrs(op: AnyOp, attrs: ByName<unknown>): AnyOp {
  return given(op, (at) => ({ ...at, attrs: { ...at.attrs, ...attrs } }))
}

/** Another tensor at a port or param; what a list holds stays. */
export function withArrow(name: string, change: (tensor: Tensor) => Tensor): Change {
  return (at) => {
    const param = at.params[name]
    if (param != null) return { ...at, params: { ...at.params, [name]: change(param) } }
    const input = at.inputs[name]
    if (input === undefined || !("shape" in input)) return at
    return { ...at, inputs: { ...at.inputs, [name]: change(input) } }
  }
}

/** What the op's own rule sends back along an arrow. */
export function rightBack(op: AnyOp, arrow: string, at: AnyBackwardContext): Tensor {
  const rule = op.backward[arrow]
  if (!rule) throw new Error(`${op.kind} has no rule for ${arrow}`)
  const shared = sharedOf(op, at)
  const answer = finish(rule({ ...at, shared }))
  if ("shape" in answer) return answer
  throw new Error(`${op.kind} answers a list for ${arrow}`)
}

function eachRule(op: AnyOp, change: (rule: AnyBackwardRule) => AnyBackwardRule): AnyOp["backward"] {
  return Object.fromEntries(Object.entries(op.backward).map(([name, rule]) => [name, rule && change(rule)]))
}
