// The list of data sources is the folder: every file `sources/<kind>.ts` exports one under its own name.

import { byKind } from "../../ops/byKind.ts"
import type { AnyDataSource } from "./data.ts"

/** Every source of data by kind, in alphabetical order. */
export const dataSources: ReadonlyMap<string, AnyDataSource> = byKind(
  import.meta.glob<Record<string, AnyDataSource>>("./sources/*.ts", { eager: true }),
)
