// The list of optimizers is the folder: every file `<Kind>.ts` with a capital letter exports one under its own name.

import { byKind } from "../../ops/byKind.ts"
import type { AnyOptimizer } from "./optimizer.ts"

/** Every optimizer by kind, in alphabetical order. */
export const optimizers: ReadonlyMap<string, AnyOptimizer> = byKind(
  import.meta.glob<Record<string, AnyOptimizer>>("./[A-Z]*.ts", { eager: true }),
)
