// The list of kinds that open into parts is the folder: every file `<Kind>.ts` exports one object under its own name.

import { byKind } from "../../ops/byKind.ts"
import type { Parts } from "./part.ts"

/** Every kind of node that can be opened, by its op's kind. */
export const openable: ReadonlyMap<string, Parts> = byKind(
  import.meta.glob<Record<string, Parts>>("./[A-Z]*.ts", { eager: true }),
)
