// The one list of formats that documents are written in. It is the folder kinds/.

import { byKind } from "../../ops/byKind.ts"
import type { ExportFormat } from "./exportFormat.ts"

const SHELVES: readonly ExportFormat["shelf"][] = ["code", "weights", "figure"]

/** By the word after `--to`, in the order in which they are offered. */
export const exportFormats: ReadonlyMap<string, ExportFormat> = new Map(
  [...byKind(import.meta.glob<Record<string, ExportFormat>>("./kinds/*.ts", { eager: true }))].sort(
    ([, a], [, b]) => SHELVES.indexOf(a.shelf) - SHELVES.indexOf(b.shelf) || a.rank - b.rank,
  ),
)
