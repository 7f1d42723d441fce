// Blocks behind an Input.

import { type Inserted, insertBlock } from "../../src/graph/blocks/insert.ts"
import type { GradwireDocument } from "../../src/graph/document.ts"
import type { Problem } from "../../src/graph/problem.ts"
import type { Json } from "../../src/ops/attributes/attrs.ts"

export type Options = { readonly [name: string]: Json }

export function sound<T extends object>(answer: T | Problem): T {
  if ("sentence" in answer) throw new Error(answer.sentence)
  return answer
}

export function behind(shape: readonly number[], kind: string, options: Options = {}): Inserted {
  const document: GradwireDocument = {
    gradwire: 1,
    seed: 3,
    nodes: [{ id: "x", op: "Input", attrs: { shape }, at: [0, 0] }],
  }
  return sound(insertBlock(document, kind, options, [240, 40], { source: { node: "x", port: "value" } }))
}
