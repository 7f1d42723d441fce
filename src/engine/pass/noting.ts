// The first number of a pass that is not finite, told as a warning at its node. The pass goes on.

import type { Problem } from "../../graph/problem.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { firstNonFinite, nonFiniteWarning } from "../faults.ts"
import type { Flow } from "./backward.ts"
import type { RunnableNode } from "./forward.ts"
import { whyNotFinite } from "./notFinite.ts"
import { eachOutput, type Pass } from "./pass.ts"

/** Looks at what a node has just answered. */
export function noteNonFiniteOutput(pass: Pass, node: RunnableNode): void {
  const outputs = pass.outputs.get(node.id)
  if (outputs === undefined || hasNonFinite(pass.problems)) return
  for (const { source, held } of eachOutput(node, outputs)) {
    const index = firstNonFinite(held)
    if (index < 0) continue
    const context = pass.contexts.get(node.id)
    const cell = { port: source.port, place: source.index ?? 0, index }
    const reason = context === undefined ? null : whyNotFinite(node.op, context, outputs, cell)
    pass.problems.push(nonFiniteWarning(node.id, source.port, held, index, "forward", reason))
    return
  }
}

/** Looks at what the node sent back: at its params, and along the wires into it. */
export function noteNonFiniteGradient(pass: Pass, node: RunnableNode, flow: Flow): void {
  if (hasNonFinite(pass.problems)) return
  const found: (readonly [string, Tensor | undefined])[] = [
    ...(pass.analysis.entering.get(node.id) ?? []).map((wire) => [wire.to.port, flow.wires.get(wire.id)] as const),
    ...node.params.map(({ name }) => [name, flow.gradients.get(`${node.id}.${name}`)] as const),
  ]
  for (const [port, tensor] of found) {
    const index = tensor === undefined ? -1 : firstNonFinite(tensor)
    if (tensor === undefined || index < 0) continue
    pass.problems.push(nonFiniteWarning(node.id, port, tensor, index, "backward"))
    return
  }
}

/** Whether one was found: the first is the only one that is told. */
function hasNonFinite(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.code === "GW-E120")
}
