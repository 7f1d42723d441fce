// One op in place of another, with the wires and the attributes that both know.

import { opsAfter } from "../../../graph/edit/opsThatFit.ts"
import { replaceOp } from "../../../graph/edit/rewire.ts"
import { findNode } from "../../../graph/edit/update.ts"
import type { AnyOp } from "../../../ops/op.ts"
import { ops } from "../../../ops/registry.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { edit, useDocument } from "../../../state/document.ts"

/** What a node may be replaced with: ops that take wires if it takes any; first what fits there, then its own shelf. */
export function replacements(id: string): readonly AnyOp[] {
  const node = findNode(useDocument.getState().document, id)
  const old = node === undefined ? undefined : ops.get(node.op)
  const takesWires = (op: AnyOp): boolean => Object.keys(op.inputs).length > 0
  const others = [...ops.values()].filter(
    (op) => op.kind !== node?.op && (old === undefined || takesWires(op) === takesWires(old)),
  )
  const { analysis } = useAnalysis.getState()
  const from = analysis.entering.get(id)?.[0]?.from
  const fitting = new Set(from === undefined ? [] : opsAfter(analysis, from, others).map(({ op }) => op.kind))
  const near = (op: AnyOp): number => (fitting.has(op.kind) ? 0 : 2) + (op.shelf === old?.shelf ? 0 : 1)
  return others.sort((a, b) => near(a) - near(b))
}

export function replaceWith(id: string, kind: string): void {
  const title = ops.get(kind)?.title ?? kind
  edit(`Replace ${id} with ${title}`, (document) => replaceOp(document, id, kind))
}
