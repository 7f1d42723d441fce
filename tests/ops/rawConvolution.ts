// Attributes as a document writes them, read.

import type { Json } from "../../src/ops/attributes/attrs.ts"
import { readAttrs } from "../../src/ops/attributes/readAttrs.ts"
import type { ByName } from "../../src/ops/port.ts"
import { ops } from "../../src/ops/registry.ts"

export type Raw = ByName<Json>

export function read(kind: string, raw: Raw) {
  const { values, problems } = readAttrs(ops.get(kind)!.attrs, raw)
  if (values === null) throw new Error(problems.map((problem) => problem.sentence).join(" "))
  return values
}
