// The steps as a table: linked with the canvas both ways, sorted by any number.

import { useEffect, useRef } from "react"
import { cutMiddle } from "../../../formula/cutMiddle.ts"
import type { Analysis } from "../../../graph/analysis/analysis.ts"
import { nodeName } from "../../../graph/analysis/nodeName.ts"
import { useSession } from "../../../state/session.ts"
import table from "../../parts/styles/table.module.css"
import { useRowWindow } from "../tables/rowWindow.ts"
import { usePointed } from "../tables/usePointed.ts"
import styles from "./Plan.module.css"
import { COLUMNS, cellText, type Numeric, type PlanRow, type Sorting, type Sum, sumOf } from "./rows.ts"

interface Props {
  readonly rows: readonly PlanRow[]
  readonly analysis: Analysis
  readonly sorting: Sorting
  readonly onSort: (sorting: Sorting) => void
  /** What is said above it, and scrolls away. */
  readonly children: React.ReactNode
}

export function PlanTable({ rows, analysis, sorting, onSort, children }: Props) {
  const frame = useRef<HTMLDivElement>(null)
  const view = useRowWindow(rows.length)
  useFollow(frame, rows)
  const sum = sumOf(rows)
  return (
    <div ref={frame} className={`${table.scroll} ${table.summed}`} onScroll={view.onScroll}>
      {children}
      <table className={table.table} aria-rowcount={rows.length + 2}>
        <Head sorting={sorting} onSort={onSort} />
        <tbody>
          {view.above === 0 ? null : <tr style={{ height: view.above }} />}
          {rows.slice(view.first, view.last).map((row) => (
            <Row key={row.index} row={row} analysis={analysis} />
          ))}
          {view.below === 0 ? null : <tr style={{ height: view.below }} />}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <td />
            <td />
            <Numbers row={sum} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Head({ sorting, onSort }: Pick<Props, "sorting" | "onSort">) {
  // The order of the run first, then down, then up, then back.
  const turn = (column: Numeric) =>
    onSort(sorting?.column !== column ? { column, down: true } : sorting.down ? { column, down: false } : null)
  const sort = (column: Numeric) =>
    sorting?.column !== column ? "none" : sorting.down ? ("descending" as const) : ("ascending" as const)
  return (
    <thead>
      <tr>
        <th scope="col">Node</th>
        <th scope="col">Phase</th>
        <th scope="col">Step</th>
        {COLUMNS.map(({ id, title, about }) => (
          <th key={id} scope="col" className={table.number} aria-sort={sort(id)}>
            <button type="button" title={about} onClick={() => turn(id)}>
              {title}
              <span aria-hidden="true">{sorting?.column === id ? (sorting.down ? " ↓" : " ↑") : ""}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** In characters: the columns of numbers stay in sight. */
const LONGEST_NAME = 28

function Row({ row, analysis }: { readonly row: PlanRow; readonly analysis: Analysis }) {
  const { node, phase, step, kernel } = row
  const selected = useSession((state) => state.nodes.includes(node))
  const pointed = usePointed(node)
  const { select, hover } = useSession.getState()
  const name = nodeName(analysis, node)
  const short = cutMiddle(name, LONGEST_NAME)
  return (
    <tr
      data-selected={selected}
      data-pointed={pointed}
      // The whole row answers to the pointer; keys have the button in it.
      onClick={() => select({ nodes: [node], wires: [] })}
      onMouseEnter={() => hover({ node })}
      onMouseLeave={() => hover(null)}
    >
      <th scope="row">
        <button
          type="button"
          title={short === name ? undefined : name}
          onFocus={() => hover({ node })}
          onBlur={() => hover(null)}
        >
          {short}
        </button>
      </th>
      <td className={styles.phase} data-family={phase === "forward" ? "value" : "gradient"}>
        {phase}
      </td>
      <td className={styles.step} data-kernel={kernel}>
        {step}
      </td>
      <Numbers row={row} />
    </tr>
  )
}

function Numbers({ row }: { readonly row: Sum }) {
  return COLUMNS.map(({ id }) => (
    <td key={id} className={table.number}>
      {cellText(row, id)}
    </td>
  ))
}

/** A node that is selected elsewhere brings its first row into view. */
function useFollow(frame: React.RefObject<HTMLDivElement | null>, rows: readonly PlanRow[]): void {
  const selected = useSession((state) => (state.nodes.length === 1 ? state.nodes[0] : undefined))
  const latest = useRef(rows)
  latest.current = rows
  useEffect(() => {
    const scroll = frame.current
    const at = latest.current.findIndex(({ node }) => node === selected)
    if (scroll === null || at < 0 || selected === undefined) return
    const body = scroll.querySelector("tbody")
    if (body === null) return
    const row = body.clientHeight / latest.current.length
    // From where the rows begin, however far it is scrolled.
    const start = body.getBoundingClientRect().top - scroll.getBoundingClientRect().top
    const head = scroll.querySelector("thead")?.clientHeight ?? 0
    const foot = scroll.querySelector("tfoot")?.clientHeight ?? 0
    const inView = (index: number): boolean =>
      start + index * row >= head && start + (index + 1) * row <= scroll.clientHeight - foot
    const seen = latest.current.some(({ node }, index) => node === selected && inView(index))
    if (!seen) scroll.scrollTop += start + at * row - head
  }, [frame, selected])
}
