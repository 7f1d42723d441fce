// The rows of the plan: a step each, or a node each with the sum of its steps; and the table as text.

import type { RunStep } from "../../../engine/pass/result.ts"
import { OWN_RULE, type ToldPlan, type ToldStep } from "../../../engine/pass/toldPlan.ts"
import type { TextTable } from "../../../formats/tableText.ts"
import { writeBytes, writeCount, writeNumber } from "../../../formula/number.ts"

export interface PlanRow {
  /** Its place in the order of the run. */
  readonly index: number
  readonly phase: ToldStep["phase"]
  readonly node: string
  readonly step: string
  /** Null where nobody counts them. */
  readonly macs: number | null
  readonly bytes: number | null
  /** Milliseconds. */
  readonly time: number
  /** Those of them in which the multiply-adds, or the bytes, were done that are counted: a rate is of these. */
  readonly counted: { readonly macs: number; readonly bytes: number }
  readonly kernel: boolean
}

/** The numbers of a row, or of a sum of rows. */
export type Sum = Pick<PlanRow, "macs" | "bytes" | "time" | "counted">

export type Numeric = "macs" | "bytes" | "time" | "gflops" | "gbps"

interface Column {
  readonly id: Numeric
  readonly title: string
  /** The convention or unit, on hover. */
  readonly about: string
}

export const COLUMNS: readonly Column[] = [
  { id: "macs", title: "MACs", about: "Multiply-adds of the step." },
  { id: "bytes", title: "Bytes", about: "Of all buffers that the step looks at, each once." },
  {
    id: "time",
    title: "ms",
    about: "Milliseconds of the last run; the mean of many passes where it was measured.",
  },
  {
    id: "gflops",
    title: "GFLOP/s",
    about: "Billions of operations a second, two for each multiply-add, over the time of steps that are counted.",
  },
  { id: "gbps", title: "GB/s", about: "Billions of bytes a second, each byte of its buffers counted once." },
]

/** Steps of a plan. What no kernel does is not counted. */
export function stepRows({ steps }: ToldPlan): readonly PlanRow[] {
  return steps.map(({ phase, node, step, macs, bytes, kernel, milliseconds = 0 }, index) => {
    const known = kernel ? { macs, bytes } : { macs: null, bytes: null }
    const counted = { macs: step === OWN_RULE ? 0 : milliseconds, bytes: kernel ? milliseconds : 0 }
    return { index, phase, node, step, kernel, ...known, time: milliseconds, counted }
  })
}

/** Of a run by the layers' own rules. `macs`: of a node's forward pass. */
export function ruleRows(steps: readonly RunStep[], macs: (node: string) => number | null): readonly PlanRow[] {
  return steps.map(({ phase, node, milliseconds }, index) => {
    const known = phase === "forward" ? macs(node) : null
    const counted = { macs: known === null ? 0 : milliseconds, bytes: 0 }
    return { index, phase, node, step: OWN_RULE, kernel: false, macs: known, bytes: null, time: milliseconds, counted }
  })
}

/** One row for all steps of a node in one direction, where its first step stands. */
export function byNode(rows: readonly PlanRow[]): readonly PlanRow[] {
  const groups = new Map<string, PlanRow[]>()
  for (const row of rows) {
    const key = `${row.phase} ${row.node}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return [...groups.values()].flatMap((group): PlanRow[] => {
    const [first] = group
    // What took longest is what the node is about.
    const longest = group.reduce((most, row) => (row.time > most.time ? row : most))
    if (first === undefined) return []
    const step = group.length === 1 ? first.step : `${longest.step}, ${group.length - 1} more`
    return [{ ...first, step, ...sumOf(group) }]
  })
}

/** Sums of rows; of those that are counted. */
export function sumOf(rows: readonly PlanRow[]): Sum & Pick<PlanRow, "kernel"> {
  const all = (of: (row: PlanRow) => number | null): number | null => {
    const known = rows.flatMap((row) => of(row) ?? [])
    return known.length === 0 ? null : known.reduce((sum, n) => sum + n, 0)
  }
  const time = all((row) => row.time) ?? 0
  const counted = { macs: all((row) => row.counted.macs) ?? 0, bytes: all((row) => row.counted.bytes) ?? 0 }
  const kernel = rows.some((row) => row.kernel)
  return { macs: all((row) => row.macs), bytes: all((row) => row.bytes), time, counted, kernel }
}

/** What a column says of a row; null where there is nothing to say. */
function numberAt({ macs, bytes, time, counted }: Sum, column: Numeric): number | null {
  const each = (count: number | null, over: number): number | null =>
    count === null || count === 0 || over === 0 ? null : count / (1e6 * over)
  switch (column) {
    case "macs":
      return macs === 0 ? null : macs
    case "bytes":
      return bytes === 0 ? null : bytes
    case "time":
      return time
    case "gflops":
      return each(macs === null ? null : 2 * macs, counted.macs)
    case "gbps":
      return each(bytes, counted.bytes)
  }
}

/** The number as it stands in the table. */
export function cellText(row: Sum, column: Numeric): string {
  const found = numberAt(row, column)
  if (found === null) return ""
  if (column === "macs") return writeCount(found)
  if (column === "time" && found > 0 && found < 0.001) return "< 0.001"
  return column === "bytes" ? writeBytes(found) : writeNumber(found)
}

/** Null: in the order of the run. */
export type Sorting = { readonly column: Numeric; readonly down: boolean } | null

/** In the order of the run, or by a column. */
export function sorted(rows: readonly PlanRow[], by: Sorting): readonly PlanRow[] {
  if (by === null) return rows
  const key = (row: PlanRow): number => numberAt(row, by.column) ?? -1
  return [...rows].sort((a, b) => (by.down ? key(b) - key(a) : key(a) - key(b)))
}

/** The table for who copies it: bare numbers in CSV, the same words as on the page elsewhere. `name`: of a node. */
export function planText(rows: readonly PlanRow[], name: (node: string) => string, bare: boolean): TextTable {
  const cell = (row: Sum, { id }: Column): string => (bare ? String(numberAt(row, id) ?? "") : cellText(row, id))
  const line = (row: PlanRow): string[] => [
    name(row.node),
    row.phase,
    row.step,
    ...COLUMNS.map((one) => cell(row, one)),
  ]
  return {
    header: ["Node", "Phase", "Step", ...COLUMNS.map(({ title }) => title)],
    body: rows.map(line),
    foot: ["Total", "", "", ...COLUMNS.map((one) => cell(sumOf(rows), one))],
    holds: ["names", "words", "words", ...COLUMNS.map(() => "numbers" as const)],
  }
}
