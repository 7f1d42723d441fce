// How columns of numbers become fields: one field as wide as an Input, a field for each, or fields that share the columns out
// among the Inputs.

import { sizeOf, type Tensor } from "../../tensor/tensor.ts"
import type { Column } from "./columns.ts"
import type { FieldPlace } from "./places.ts"

/** `one`: all columns in a field; `each`: a field for every name; `inputs`: shared out by the widths of the Inputs. */
export type Join = "one" | "each" | "inputs"

export interface Group {
  readonly name: string
  readonly columns: readonly Column[]
  /** Of one example. */
  readonly shape: readonly number[]
}

/** The groups, and which way of joining they are; `wanted` decides where it is given. */
export function joinColumns(
  columns: readonly Column[],
  places: readonly FieldPlace[],
  wanted: Join | null,
): { readonly groups: readonly Group[]; readonly join: Join } {
  const numeric = places.filter(({ classes }) => classes === null)
  if (columns.length === 0) return { groups: [], join: wanted ?? "each" }
  const each = (): readonly Group[] => byName(columns, numeric)
  const one = (): readonly Group[] => [asOne(columns, numeric)]
  const shared = sharedOut(columns, numeric)
  if (wanted === "each") return { groups: each(), join: "each" }
  if (wanted === "one" || (wanted === "inputs" && shared === null)) return { groups: one(), join: "one" }
  if (wanted === "inputs" && shared !== null) return { groups: shared, join: "inputs" }
  if (!placed(each(), numeric).includes(null)) return { groups: each(), join: "each" }
  if (numeric.some(({ size }) => size === columns.length)) return { groups: one(), join: "one" }
  if (shared !== null) return { groups: shared, join: "inputs" }
  const named = columns.every((column) => column.named)
  const apart = named && (numeric.length === 0 || numeric.some(({ size }) => size === 1))
  return apart ? { groups: each(), join: "each" } : { groups: one(), join: "one" }
}

/** The Input of its width that each group has to itself; null for a group that has none. */
function placed(
  groups: readonly Pick<Group, "name" | "columns">[],
  places: readonly FieldPlace[],
): readonly (FieldPlace | null)[] {
  const free = [...places]
  return groups.map(({ columns, name }) => {
    const fits = free.filter(({ size }) => size === columns.length)
    const place =
      fits.find(({ id }) => id === name) ?? fits.find(({ target }) => target === TARGET.test(name)) ?? fits[0] ?? null
    if (place !== null) free.splice(free.indexOf(place), 1)
    return place
  })
}

function asOne(columns: readonly Column[], places: readonly FieldPlace[]): Group {
  const fits = places.filter(({ size }) => size === columns.length)
  const place = fits.find(({ target }) => !target) ?? fits[0]
  const stems = new Set(stemsOf(columns))
  const [stem = "x"] = stems.size === 1 ? stems : []
  return { name: stem, columns, shape: place?.example ?? [columns.length] }
}

/** `x1`, `x2`, … together, every other name alone; columns without names in one field. */
function byName(columns: readonly Column[], places: readonly FieldPlace[]): readonly Group[] {
  const groups = new Map<string, Column[]>()
  for (const [at, stem] of stemsOf(columns).entries()) {
    const column = columns[at]
    const held = groups.get(stem)
    if (column === undefined) continue
    if (held === undefined) groups.set(stem, [column])
    else held.push(column)
  }
  const some = [...groups].map(([name, held]) => ({ name, columns: held }))
  const inputs = placed(some, places)
  return some.map((group, at) => ({ ...group, shape: inputs[at]?.example ?? [group.columns.length] }))
}

/** For each column `x` of `x1` where there are `x1`, `x2`, … together; else its name; `x` without one. */
function stemsOf(columns: readonly Column[]): readonly string[] {
  const stems = columns.map(({ name }) => name.replace(/(?:[_ .-]?\d+(?:[x×]\d+)?|\[\d+\])$/, ""))
  const times = new Map<string, number>()
  for (const stem of stems) times.set(stem, (times.get(stem) ?? 0) + 1)
  return columns.map(({ name, named }, at) => {
    const stem = stems[at] ?? ""
    if (!named) return "x"
    return stem !== "" && (times.get(stem) ?? 0) > 1 ? stem : name
  })
}

/** Names of what is to be foretold. */
const TARGET = /^(?:y|t|targets?|outputs?|labels?|wanted|response)(?:[_ .-]?\d+)?$/i

/** The columns cut in the order of the Inputs, targets behind unless the first column's name says otherwise. */
function sharedOut(columns: readonly Column[], places: readonly FieldPlace[]): readonly Group[] | null {
  const chosen = subsets(places).find(
    (some) => some.some(({ target }) => !target) && some.reduce((sum, { size }) => sum + size, 0) === columns.length,
  )
  if (chosen === undefined || chosen.length < 2) return null
  const targetsFirst = columns[0]?.named === true && TARGET.test(columns[0].name)
  const order = [...chosen].sort((a, b) => (targetsFirst ? -1 : 1) * (Number(a.target) - Number(b.target)))
  let at = 0
  return order.map(({ id, example, size }) => {
    at += size
    return { name: id, columns: columns.slice(at - size, at), shape: example }
  })
}

/** Inputs beyond these are not tried in every combination. */
const MOST_PLACES = 6

/** All subsets, the largest first. */
function subsets(places: readonly FieldPlace[]): readonly (readonly FieldPlace[])[] {
  const few = places.slice(0, MOST_PLACES)
  const all = Array.from({ length: 2 ** few.length }, (_, bits) => few.filter((_, at) => (bits >> at) % 2 === 1))
  return all.sort((a, b) => b.length - a.length)
}

/** The numbers of a group, one example after the other. */
export function groupTensor({ columns, shape }: Group): Tensor {
  const rows = columns[0]?.cells.length ?? 0
  const width = columns.length
  const data = new Float64Array(rows * sizeOf([...shape]))
  for (const [at, { numbers }] of columns.entries()) {
    for (let row = 0; row < rows; row++) data[row * width + at] = numbers?.[row] ?? 0
  }
  return { shape: [rows, ...shape], data }
}
