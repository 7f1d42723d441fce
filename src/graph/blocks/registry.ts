// The list of blocks is the folder: every file `<Kind>.ts` exports one block under its own name.

import type { AnyBlock } from "./block.ts"

const files = import.meta.glob<Record<string, AnyBlock>>("./[A-Z]*.ts", { eager: true })

/** Every block by kind. */
export const blocks: ReadonlyMap<string, AnyBlock> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const kind = path.slice(2).replace(/\.ts$/, "")
    const block = exports[kind]
    if (block?.kind !== kind)
      throw new Error(`${path} must export const ${kind} with kind "${kind}", got "${block?.kind}"`)
    return [kind, block]
  }),
)
