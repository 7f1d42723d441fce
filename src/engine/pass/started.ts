// What a run began with beside params and inputs: buffers before the pass, the gradient that entered, and what was drawn for
// masks. Whoever replays a run elsewhere needs them.

import type { Started } from "../../graph/values/recorded.ts"
import { placeName } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { RunnableNode } from "./forward.ts"
import { isSource } from "./forward.ts"
import { eachOutput, type Pass } from "./pass.ts"

/** Gathers it when the pass is over. */
export function startedWith(
  pass: Pass,
  upstream: ReadonlyMap<string, Tensor>,
  nodes: readonly RunnableNode[],
): Started {
  const buffers = new Map<string, Tensor>()
  const masks = new Map<string, Tensor>()
  for (const node of nodes) {
    // What a source keeps is its value, which stands among the values.
    const kept = isSource(node.op) ? [] : (pass.kept.get(node.id)?.buffers ?? [])
    for (const [name, tensor] of kept) buffers.set(`${node.id}.${name}`, tensor)
    for (const { source, held } of eachOutput(node, pass.outputs.get(node.id) ?? {})) {
      if (source.port === "mask") masks.set(placeName(source), held)
    }
  }
  return { buffers, upstream, masks }
}
