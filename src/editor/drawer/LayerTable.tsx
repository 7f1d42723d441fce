// The layer table of a homework: one row a node, linked with the canvas both ways, sortable, copied as a table.

import { useMemo, useState } from "react"
import { type Column, type TableCells, tableCells } from "../../formats/tables.ts"
import type { Analysis } from "../../graph/analysis.ts"
import { type SummaryRow, summaryRows } from "../../graph/table.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { recall, remember } from "../../state/remembered.ts"
import { useSession } from "../../state/session.ts"
import { COLUMNS, type ColumnChoice } from "./columns.ts"
import styles from "./drawer.module.css"
import { TableMenu } from "./TableMenu.tsx"

interface Sorting {
  readonly column: string
  readonly down: boolean
}

export function LayerTable() {
  const analysis = useAnalysis((state) => state.analysis)
  const order = useSession((state) => state.order)
  const rows = useMemo(() => summaryRows(analysis, { layout: order }), [analysis, order])
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const [shown, setShown] = useState<readonly Column[]>(rememberedColumns)
  const columns = COLUMNS.filter(({ id }) => shown.includes(id))
  const cells = useMemo(() => tableCells(analysis, rows, ["layer", ...shown]), [analysis, rows, shown])
  const sorted = useMemo(() => sortRows(rows, sorting), [rows, sorting])
  const choose = (ids: readonly Column[]) => {
    setShown(ids)
    remember("columns", ids)
  }
  if (rows.length === 0)
    return <p className={styles.empty}>No layers yet. Add nodes from the palette, or type a network.</p>
  return (
    <>
      <TableMenu cells={cells} shown={shown} onShow={choose} />
      <div className={styles.scroll}>
        <table className={styles.table}>
          <Head columns={columns} sorting={sorting} onSort={setSorting} />
          <tbody>
            {sorted.map((row) => (
              <Row
                key={row.id}
                id={row.id}
                columns={cells.columns}
                cells={cells.rows[rows.indexOf(row)] ?? []}
                analysis={analysis}
              />
            ))}
          </tbody>
          <Foot cells={cells} />
        </table>
      </div>
    </>
  )
}

interface HeadProps {
  readonly columns: readonly ColumnChoice[]
  readonly sorting: Sorting | null
  readonly onSort: (sorting: Sorting | null) => void
}

function Head({ columns, sorting, onSort }: HeadProps) {
  // Graph order first, then down, then up, then back to graph order.
  const turn = (id: string) =>
    onSort(sorting?.column !== id ? { column: id, down: true } : sorting.down ? { column: id, down: false } : null)
  return (
    <thead>
      <tr>
        <th scope="col">Layer</th>
        {columns.map(({ id, title, about }) => (
          <th key={id} scope="col" className={styles.number} aria-sort={sortWord(sorting, id)}>
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

interface RowProps {
  readonly id: string
  readonly columns: readonly Column[]
  readonly cells: readonly string[]
  readonly analysis: Analysis
}

function Row({ id, columns, cells, analysis }: RowProps) {
  const selected = useSession((state) => state.nodes.includes(id))
  const pointed = useSession((state) => state.hovered !== null && "node" in state.hovered && state.hovered.node === id)
  const { select, hover } = useSession.getState()
  const [layer = "", ...others] = cells
  const pick = () => select({ nodes: [id], wires: [] })
  return (
    <tr
      data-selected={selected}
      data-pointed={pointed}
      data-state={analysis.nodes.get(id)?.state}
      onMouseEnter={() => hover({ node: id })}
      onMouseLeave={() => hover(null)}
    >
      <th scope="row">
        <button type="button" onClick={pick} onFocus={() => hover({ node: id })} onBlur={() => hover(null)}>
          {layer}
        </button>
        <span className={styles.id}>{layer.endsWith(` ${id}`) ? "" : id}</span>
      </th>
      <Numbers columns={columns} texts={others} />
    </tr>
  )
}

function Foot({ cells }: { readonly cells: TableCells }) {
  const [word, ...totals] = cells.totals
  return (
    <tfoot>
      <tr>
        <th scope="row">{word}</th>
        <Numbers columns={cells.columns} texts={totals} />
      </tr>
    </tfoot>
  )
}

/** The cells after the layer's name. */
function Numbers({ columns, texts }: { readonly columns: readonly Column[]; readonly texts: readonly string[] }) {
  return columns.slice(1).map((column, at) => (
    <td key={column} className={styles.number}>
      {texts[at]}
    </td>
  ))
}

function sortRows(rows: readonly SummaryRow[], sorting: Sorting | null): readonly SummaryRow[] {
  const column = COLUMNS.find(({ id }) => id === sorting?.column)
  if (column === undefined || sorting === null) return rows
  const sign = sorting.down ? -1 : 1
  return [...rows].sort((a, b) => {
    const x = column.sortKey(a)
    const y = column.sortKey(b)
    return x < y ? -sign : x > y ? sign : 0
  })
}

function sortWord(sorting: Sorting | null, id: string): "ascending" | "descending" | "none" {
  if (sorting?.column !== id) return "none"
  return sorting.down ? "descending" : "ascending"
}

function rememberedColumns(): readonly Column[] {
  const kept = recall("columns")
  const known = Array.isArray(kept) ? COLUMNS.filter(({ id }) => kept.includes(id)) : []
  return (known.length > 0 ? known : COLUMNS.filter(({ first }) => first)).map(({ id }) => id)
}
