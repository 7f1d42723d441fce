// Nodes without a kernel: their own rules run between conversions, on looks into the arena.

import { isList, shapesAt, singleShape } from "../../graph/analysis/shapes.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import { forwardNode, isSource, type RunnableNode } from "../pass/forward.ts"
import { type Pass, tensorAt } from "../pass/pass.ts"
import { OWN_RULE } from "../pass/toldPlan.ts"
import { pin } from "./draft/buffers.ts"
import { given } from "./draft/draft.ts"
import { type Drafting, wiresInto } from "./drafting.ts"

/** The steps of a node by its own rule. */
export function draftEager(drafting: Drafting, node: RunnableNode): void {
  const { draft, values } = drafting
  for (const { source } of wiresInto(node)) expose(drafting, source)
  draft.run(isSource(node.op) ? "source" : OWN_RULE, [], ({ pass }) => forwardNode(pass, node))
  for (const { source, shape } of outputsOf(node)) {
    values.set(
      placeName(source),
      given(shape, ({ pass }) => tensorAt(pass, source)?.data ?? []),
    )
  }
}

/** Puts an output of a kernel where eager rules and readers find it. */
export function expose({ draft, values, exposed }: Drafting, source: Source): void {
  const value = values.get(placeName(source))
  if (value === undefined || value.given !== null || exposed.has(value)) return
  exposed.add(value)
  const flat = draft.flat(value)
  // Rules may answer another look at the same numbers.
  pin(flat)
  draft.run("look", [flat], ({ pass, tensor }) => setOutput(pass, source, tensor(value.shape, flat)))
}

/** Puts a tensor where rules and readers of the pass find it. */
export function setOutput(pass: Pass, { node, port, index }: Source, tensor: Tensor): void {
  const before: ByName<Held<Tensor>> = pass.outputs.get(node) ?? {}
  const held = before[port]
  const list = index === undefined ? null : isList(held) ? [...held] : []
  if (list !== null && index !== undefined) list[index] = tensor
  pass.outputs.set(node, { ...before, [port]: list ?? tensor })
}

function outputsOf(node: RunnableNode): readonly { readonly source: Source; readonly shape: Shape }[] {
  return Object.entries(node.outputs ?? {}).flatMap(([port, held]) => {
    const single = singleShape(held)
    if (single !== null) return [{ source: { node: node.id, port }, shape: single }]
    return shapesAt(held).map((shape, index) => ({ source: { node: node.id, port, index }, shape }))
  })
}
