// The list of blocks is the folder: every file `<Kind>.ts` exports one block under its own name.

import { byKind } from "../../ops/byKind.ts"
import type { AnyBlock } from "./block.ts"

/** Every block by kind. */
export const blocks: ReadonlyMap<string, AnyBlock> = byKind(
  import.meta.glob<Record<string, AnyBlock>>("./[A-Z]*.ts", { eager: true }),
)
