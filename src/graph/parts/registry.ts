// The list of kinds that open into parts is the folder: every file `<Kind>.ts` exports one object under its own name.

import type { Parts } from "./part.ts"

const files = import.meta.glob<Record<string, Parts>>("./[A-Z]*.ts", { eager: true })

/** Every kind of node that can be opened, by its op's kind. */
export const openable: ReadonlyMap<string, Parts> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const kind = path.slice(2).replace(/\.ts$/, "")
    const parts = exports[kind]
    if (parts?.kind !== kind)
      throw new Error(`${path} must export const ${kind} with kind "${kind}", got "${parts?.kind}"`)
    return [kind, parts]
  }),
)
