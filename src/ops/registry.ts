// The list of ops is the folder: every file `<shelf>/<kind>.ts` exports one op under its own name.

import { byKind } from "./byKind.ts"
import { know } from "./known.ts"
import type { AnyOp } from "./op.ts"

const files = import.meta.glob<Record<string, AnyOp>>("./*/[A-Z]*.ts", { eager: true })

/** Every op by kind, in alphabetical order of shelf and kind. */
export const ops: ReadonlyMap<string, AnyOp> = byKind(files)

for (const path of Object.keys(files)) {
  const [, shelf = "", file = ""] = path.split("/")
  const op = ops.get(file.replace(/\.ts$/, ""))
  if (op?.shelf !== shelf) throw new Error(`${path} must export an op with shelf "${shelf}", got "${op?.shelf}"`)
}

know(ops)
