// The list of data sources is the folder: every file `sources/<kind>.ts` exports one under its own name.

import type { AnyDataSource } from "./data.ts"

const files = import.meta.glob<Record<string, AnyDataSource>>("./sources/*.ts", { eager: true })

/** Every source of data by kind, in alphabetical order. */
export const dataSources: ReadonlyMap<string, AnyDataSource> = new Map(
  Object.entries(files).map(([path, exports]) => {
    const kind = path.slice("./sources/".length).replace(/\.ts$/, "")
    const source = exports[kind]
    if (source?.kind !== kind) throw new Error(`${path} must export const ${kind} with kind "${kind}"`)
    return [kind, source]
  }),
)
