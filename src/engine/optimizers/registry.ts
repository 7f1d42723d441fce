// The list of optimizers is the folder: every file `<Kind>.ts` with a capital letter exports one under its own name.

import type { AnyOptimizer } from "./optimizer.ts"

const files = import.meta.glob<Record<string, AnyOptimizer>>("./[A-Z]*.ts", { eager: true })

/** Every optimizer by kind, in alphabetical order. */
export const optimizers: ReadonlyMap<string, AnyOptimizer> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const kind = path.slice("./".length).replace(/\.ts$/, "")
    const optimizer = exports[kind]
    if (optimizer?.kind !== kind) throw new Error(`${path} must export const ${kind} with kind "${kind}"`)
    return [kind, optimizer]
  }),
)
