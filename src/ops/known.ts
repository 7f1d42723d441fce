// The ops that this program knows by now. In the editor those of its first picture come with it and all others right after;
// everywhere else registry.ts is there from the beginning. Who reads a document in between waits for its kinds.

import { byKind } from "./byKind.ts"
import type { AnyOp } from "./op.ts"

const first = import.meta.glob<Record<string, AnyOp>>(
  [
    "./source/Input.ts",
    "./layer/Conv2d.ts",
    "./layer/Linear.ts",
    "./pool/MaxPool2d.ts",
    "./shape/Flatten.ts",
    "./activation/ReLU.ts",
  ],
  { eager: true },
)
const known = new Map(byKind(first))

/** Ops by kind. Once all are known it is the list of registry.ts, in its order. */
export const knownOps: ReadonlyMap<string, AnyOp> = known

/** Takes in all ops that there are. For registry.ts. */
export function know(all: ReadonlyMap<string, AnyOp>): void {
  known.clear()
  for (const [kind, op] of all) known.set(kind, op)
}
