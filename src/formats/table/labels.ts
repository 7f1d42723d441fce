// Which column of a table says the class, and how its words or numbers become indices.

import { MAX_CLASSES } from "../../graph/limits.ts"
import { quote } from "../../graph/problem.ts"
import type { Column } from "./columns.ts"
import type { FieldPlace } from "./places.ts"

/** Always the class. */
const LABEL = /^(?:labels?|class(?:es)?|class[ _.-]?(?:name|label|index|id))$/i
/** The class, where the graph compares classes and the column can hold them. */
const MAYBE_LABEL =
  /^(?:targets?|y|species|categor(?:y|ies)|digit|kind|type|group|variety|outcome|survived|diagnosis|survival|result)$/i

/** The column of classes among those that are no index; null where there is none; or what has to be asked. */
export function findLabel(
  columns: readonly Column[],
  places: readonly FieldPlace[],
): Column | null | { readonly problem: string } {
  const named = columns.find(({ name, named: has }) => has && LABEL.test(name))
  if (named !== undefined) return named
  const words = columns.filter(({ numbers }) => numbers === null)
  const hinted = words.filter(({ name }) => MAYBE_LABEL.test(name))
  const [first, second] = hinted.length === 1 ? hinted : words
  if (second !== undefined) {
    return {
      problem: `Two columns hold words, ${quote(first?.name ?? "")} and ${quote(second.name)}: choose which of them is the label; the other is left out.`,
    }
  }
  if (first !== undefined) return first
  const classes = places.find((place) => place.classes !== null)?.classes ?? null
  return classes === null ? null : numberLabel(columns, places, classes)
}

/** A column of whole numbers that may be classes: by its name, else the last or the first where the rest fits an Input. */
function numberLabel(columns: readonly Column[], places: readonly FieldPlace[], classes: number): Column | null {
  const may = columns.filter((column) => holdsClasses(column, classes))
  const named = may.find(({ name, named: has }) => has && MAYBE_LABEL.test(name))
  if (named !== undefined) return named
  const fits = (width: number): boolean => places.some((place) => place.classes === null && place.size === width)
  if (fits(columns.length) || oneHot(columns, classes) !== null) return null
  const [last, first] = [columns.at(-1), columns[0]]
  const ends = [last, first].filter((column) => column !== undefined && may.includes(column))
  const boolean = ends.find((column) => column?.boolean)
  return boolean ?? ends[0] ?? null
}

function holdsClasses({ numbers, boolean }: Column, classes: number): boolean {
  if (numbers === null) return false
  if (boolean) return true
  const found = new Set(numbers)
  return (
    numbers.every((n) => Number.isInteger(n) && n >= 0) &&
    found.size > 1 &&
    found.size <= Math.min(classes, MAX_CLASSES)
  )
}

export interface Labels {
  readonly indices: Float64Array
  /** In the order of their indices; null where the numbers are indices already. */
  readonly names: readonly string[] | null
}

/** Indices and names: words in the order of the alphabet. Numbers stay what they are unless the graph's `classes` could not hold them. */
export function labelsOf({ cells, numbers, boolean }: Column, classes: number | null): Labels {
  if (numbers === null || boolean) {
    const names = [...new Set(cells)].sort((a, b) => (a < b ? -1 : 1))
    const place = new Map(names.map((name, index) => [name, index]))
    return { indices: Float64Array.from(cells, (cell) => place.get(cell) ?? 0), names }
  }
  const found = [...new Set(numbers)].sort((a, b) => a - b)
  const whole = found.every(Number.isInteger) && found.length <= MAX_CLASSES
  if (classes === null || !whole || found.every((n) => n >= 0 && n < classes)) return { indices: numbers, names: null }
  const place = new Map(found.map((n, index) => [n, index]))
  return { indices: numbers.map((n) => place.get(n) ?? 0), names: found.map(String) }
}

/** Columns of 0 and 1 of which every row has exactly one 1: at the end, or at the start. */
export function oneHot(columns: readonly Column[], classes: number): readonly Column[] | null {
  if (columns.length <= classes) return null
  const ends = [columns.slice(-classes), columns.slice(0, classes)]
  return ends.find((some) => classes > 1 && isOneHot(some)) ?? null
}

function isOneHot(columns: readonly Column[]): boolean {
  const rows = columns[0]?.cells.length ?? 0
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (const { numbers } of columns) {
      const held = numbers?.[row]
      if (held !== 0 && held !== 1) return false
      sum += held
    }
    if (sum !== 1) return false
  }
  return rows > 1
}
