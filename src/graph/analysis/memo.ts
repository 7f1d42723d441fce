// Most nodes are the same after an edit as before. Documents are never changed in place, so what was found out about a node
// object stays true as long as its op and what arrives on its wires stay the same; then the same answer is given again,
// which is also how the editor sees that a card need not be drawn anew.

import type { Mode } from "../../ops/op.ts"
import { type Shape, sameShape } from "../../tensor/tensor.ts"
import type { NodeDocument } from "../document.ts"
import type { NodeAnalysis } from "./analysis.ts"
import { type Joined, joinInputs, type KnownNode } from "./ports.ts"
import { shapeAt } from "./shapes.ts"

interface JoinMemory {
  readonly known: KnownNode
  readonly joined: Joined
  /** Where each wire came from. */
  readonly from: readonly (KnownNode | undefined)[]
}
interface NodeMemory {
  readonly joined: Joined
  readonly answer: NodeAnalysis
  /** What was upstream of each wire. */
  readonly from: readonly (NodeAnalysis | undefined)[]
}

const joins = new WeakMap<NodeDocument, JoinMemory>()
const answers = { train: new WeakMap<NodeDocument, NodeMemory>(), eval: new WeakMap<NodeDocument, NodeMemory>() }

/** The wires into a node, as `joinInputs` reads them. */
export function rememberedJoin(known: KnownNode, nodes: ReadonlyMap<string, KnownNode>): Joined {
  const before = joins.get(known.node)
  if (before !== undefined && before.known.op === known.op && sameOrigins(before, nodes)) return before.joined
  const joined = joinInputs(known, nodes)
  const from = joined.wires.map((wire) => nodes.get(wire.from.node))
  // A wire that leads nowhere may find its node in the next document, and a message may then suggest another.
  if (joined.problems.length === 0) joins.set(known.node, { known, joined, from })
  return joined
}

function sameOrigins(before: JoinMemory, nodes: ReadonlyMap<string, KnownNode>): boolean {
  const { wires } = before.joined
  for (let at = 0; at < wires.length; at++) {
    const now = nodes.get(wires[at]?.from.node ?? "")
    if (now === undefined || now.op !== before.from[at]?.op) return false
  }
  return true
}

/** What a node means, if nothing that it depends on has changed since it was last worked out. */
export function recall(
  known: KnownNode,
  joined: Joined,
  mode: Mode,
  found: ReadonlyMap<string, NodeAnalysis>,
): NodeAnalysis | null {
  const before = answers[mode].get(known.node)
  if (before === undefined || before.joined !== joined || before.answer.op !== known.op) return null
  const { wires } = joined
  for (let at = 0; at < wires.length; at++) {
    const from = wires[at]?.from
    const [then, now] = [before.from[at], from === undefined ? undefined : found.get(from.node)]
    if (then === now) continue
    if (from === undefined || then === undefined || now === undefined || then.state !== now.state) return null
    if (!sameOrUnknown(shapeAt(then.outputs, from), shapeAt(now.outputs, from))) return null
  }
  return before.answer
}

function sameOrUnknown(a: Shape | null, b: Shape | null): boolean {
  return a === null || b === null ? a === b : sameShape(a, b)
}

/** Keeps an answer for `recall`. */
export function remember(
  answer: NodeAnalysis,
  joined: Joined,
  mode: Mode,
  found: ReadonlyMap<string, NodeAnalysis>,
): void {
  const from = joined.wires.map((wire) => found.get(wire.from.node))
  answers[mode].set(answer.node, { joined, answer, from })
}
