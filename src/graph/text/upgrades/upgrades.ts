// Old documents become new ones step by step. An upgrade is one file, steps/NNNN-name.ts, that exports `upgrade`: from
// format NNNN − 1 to NNNN. The folder is the list; each has a document in tests/past that needs it.

import type { Json } from "../../../ops/attributes/attrs.ts"
import { FORMAT_VERSION } from "../../document.ts"
import { wordsOf } from "../../problem.ts"

type PlainDocument = { readonly [field: string]: Json }

/** One step from a format to the next. */
export interface Upgrade {
  /** What changes, for people. */
  readonly summary: string
  /** Pure; leaves alone what it does not know. */
  readonly apply: (document: PlainDocument) => PlainDocument
}

/** Upgrades by the format that they lead to. */
export type Upgrades = ReadonlyMap<number, Upgrade>

const files = import.meta.glob<{ upgrade: Upgrade }>("./steps/*.ts", { eager: true })

/** Those that this Gradwire knows. */
export const upgrades: Upgrades = collect(files)

/** The registry of a folder. Throws on a file whose name is not `NNNN-name.ts`, and on a gap between numbers. */
export function collect(found: { readonly [path: string]: { readonly upgrade: Upgrade } }): Upgrades {
  const byFormat = Object.entries(found).map(([path, exports]) => {
    const number = /\/(\d{4})-[a-z0-9-]+\.ts$/.exec(path)?.[1]
    if (number === undefined) throw new Error(`${path} is not named NNNN-name.ts`)
    return [Number(number), exports.upgrade] as const
  })
  byFormat.sort(([a], [b]) => a - b)
  const formats = byFormat.map(([format]) => format)
  const wanted = formats.map((_, i) => FORMAT_VERSION - formats.length + 1 + i)
  if (formats.join() !== wanted.join()) throw new Error(`upgrades lead to ${formats.join()}, expected ${wanted.join()}`)
  return new Map(byFormat)
}

/** The document in the newest format, or the step that failed and why. The document given is not changed. */
export function upgradeDocument(
  document: PlainDocument,
  from: number,
  known: Upgrades = upgrades,
): { readonly document: PlainDocument } | { readonly step: string; readonly reason: string } {
  const newest = Math.max(FORMAT_VERSION, ...known.keys())
  let current = document
  for (let format = from + 1; format <= newest; format++) {
    const step = `${format - 1} to ${format}`
    const upgrade = known.get(format)
    if (upgrade === undefined) return { step, reason: "no upgrade is known" }
    try {
      current = { ...upgrade.apply(current), gradwire: format }
    } catch (error) {
      // An upgrade meets documents of strangers: one that it did not expect must not take the page down.
      return { step, reason: wordsOf(error) }
    }
  }
  return { document: current }
}
