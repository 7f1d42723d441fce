// The list of ops is the folder: every file `<shelf>/<kind>.ts` exports one op under its own name.

import type { AnyOp } from "./op.ts"

const files = import.meta.glob<Record<string, AnyOp>>("./*/*.ts", { eager: true })

/** Every op by kind, in alphabetical order of shelf and kind. */
export const ops: ReadonlyMap<string, AnyOp> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const [, shelf, kind] = path.split("/").map((part) => part.replace(/\.ts$/, ""))
    const op = kind === undefined ? undefined : exports[kind]
    if (op === undefined || op.kind !== kind || op.shelf !== shelf) {
      throw new Error(`${path} must export const ${kind} with kind "${kind}" and shelf "${shelf}"`)
    }
    return [op.kind, op]
  }),
)
