// The layer table of a homework: one row a node, linked with the canvas both ways, sortable, copied as a table.

import { Fragment, useMemo, useState } from "react"
import { type ColumnName, memoryInWords, type TableCells, tableCells } from "../../formats/tables.ts"
import { cutMiddle } from "../../formula/cutMiddle.ts"
import type { Analysis, NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { primaryOutput } from "../../graph/analysis/ports.ts"
import { shapesAt } from "../../graph/analysis/shapes.ts"
import { isUnfinished } from "../../graph/analysis/unfinished.ts"
import { type AtBatch, atBatch } from "../../graph/measure/atBatch.ts"
import { type DimsOrder, neededBatchMark, writeAxes } from "../../graph/measure/notation.ts"
import { groupedRows } from "../../graph/measure/subtotals.ts"
import { type SummaryRow, summaryRows, summaryTotals } from "../../graph/measure/table.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { recall, remember } from "../../state/remembered.ts"
import { useSession } from "../../state/session.ts"
import drawer from "../parts/styles/drawer.module.css"
import styles from "../parts/styles/table.module.css"
import { AS_DRAWN, CostMenu } from "./CostMenu.tsx"
import { COLUMNS, type ColumnChoice } from "./columns.ts"
import { TableMenu } from "./TableMenu.tsx"
import { useRowWindow } from "./tables/rowWindow.ts"
import { usePointed } from "./tables/usePointed.ts"

interface Sorting {
  readonly column: string
  readonly down: boolean
}

export function LayerTable() {
  const drawn = useAnalysis((state) => state.structure)
  const order = useSession((state) => state.order)
  const [costs, setCosts] = useState(AS_DRAWN)
  const { analysis, problems } = useMemo(() => inBatchOf(drawn, costs.batch), [drawn, costs.batch])
  const rows = useMemo(
    () => groupedRows(summaryRows(analysis, { layout: order, dtype: costs.dtype }), analysis.document),
    [analysis, order, costs.dtype],
  )
  const [sorting, setSorting] = useState<Sorting | null>(null)
  const [shown, setShown] = useState<readonly ColumnName[]>(rememberedColumns)
  const columns = COLUMNS.filter(({ id }) => shown.includes(id))
  const cells = useMemo(() => tableCells(analysis, rows, ["layer", ...shown]), [analysis, rows, shown])
  const sorted = useMemo(() => sortRows(rows, sorting), [rows, sorting])
  const view = useRowWindow(sorted.length)
  const choose = (ids: readonly ColumnName[]) => {
    setShown(ids)
    remember("columns", ids)
  }
  if (rows.length === 0)
    return <p className={drawer.empty}>No layers yet. Add nodes from the palette, or type a network.</p>
  return (
    <>
      <TableMenu cells={cells} shown={shown} onShow={choose}>
        <CostMenu choice={costs} onChange={setCosts} />
      </TableMenu>
      <div className={`${styles.scroll} ${styles.summed}`} onScroll={view.onScroll}>
        {problems[0] === undefined ? null : (
          <p className={styles.refused} role="alert">
            {problems[0].node}: {problems[0].sentence}
          </p>
        )}
        <table className={styles.table} aria-rowcount={sorted.length + 1}>
          <Head columns={columns} batch={neededBatchMark(analysis)} sorting={sorting} onSort={setSorting} />
          <tbody>
            <Gap height={view.above} />
            {sorted.slice(view.first, view.last).map((row) => {
              const index = rows.indexOf(row)
              return (
                <Fragment key={row.id}>
                  <Row row={row} columns={cells.columns} cells={cells.rows[index] ?? []} analysis={analysis} />
                  {/* Sorted rows do not stand in their groups. */}
                  {sorting === null ? <Subtotals cells={cells} after={index} /> : null}
                </Fragment>
              )
            })}
            <Gap height={view.below} />
          </tbody>
          <Foot cells={cells} memory={memoryInWords(summaryTotals(rows).memory)} />
        </table>
      </div>
    </>
  )
}

/** The graph at a batch, and why it cannot be computed with it. */
function inBatchOf(drawn: Analysis, batch: number | null): Pick<AtBatch, "analysis" | "problems"> {
  return batch === null ? { analysis: drawn, problems: [] } : atBatch(drawn, batch)
}

/** Stands for rows that are not mounted. */
function Gap({ height }: { readonly height: number }) {
  return height === 0 ? null : <tr style={{ height }} />
}

interface HeadProps {
  readonly columns: readonly ColumnChoice[]
  /** The size of the batch, where dimensions are those of one example. */
  readonly batch: string | null
  readonly sorting: Sorting | null
  readonly onSort: (sorting: Sorting | null) => void
}

function Head({ columns, batch, sorting, onSort }: HeadProps) {
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
              {id === "dims" && batch !== null ? `, ${batch}` : ""}
              <span aria-hidden="true">{sorting?.column === id ? (sorting.down ? " ↓" : " ↑") : ""}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** What is only not wired yet does not stand out. */
function standing(node: NodeAnalysis | undefined): string | undefined {
  return node?.state === "bad" && node.problems.every(isUnfinished) ? "waiting" : node?.state
}

/** In characters: the columns of numbers stay in sight. */
const LONGEST_NAME = 32

interface RowProps {
  readonly row: SummaryRow
  readonly columns: readonly ColumnName[]
  readonly cells: readonly string[]
  readonly analysis: Analysis
}

function Row({ row: { id, op, memory }, columns, cells, analysis }: RowProps) {
  const selected = useSession((state) => state.nodes.includes(id))
  const pointed = usePointed(id)
  const { select, hover } = useSession.getState()
  const [layer = "", ...others] = cells
  // A name that several rows have ends in the id, which stands quietly beside it here.
  const plain = layer !== `${op} ${id}` && layer.endsWith(` ${id}`) ? layer.slice(0, -id.length - 1) : layer
  const name = cutMiddle(plain, LONGEST_NAME)
  const order = useSession((state) => state.order)
  const dims = axesOf(analysis, id, order)
  const pick = () => select({ nodes: [id], wires: [] })
  return (
    <tr
      data-selected={selected}
      data-pointed={pointed}
      data-state={standing(analysis.nodes.get(id))}
      // The whole row answers to the pointer; keys have the button in it.
      onClick={pick}
      onMouseEnter={() => hover({ node: id })}
      onMouseLeave={() => hover(null)}
    >
      <th scope="row">
        <button
          type="button"
          title={plain === name ? undefined : plain}
          onFocus={() => hover({ node: id })}
          onBlur={() => hover(null)}
        >
          {name}
        </button>
        <span className={styles.id} title={id}>
          {plain.endsWith(` ${id}`) ? "" : cutMiddle(id, LONGEST_NAME)}
        </span>
      </th>
      <Numbers
        columns={columns}
        texts={others}
        titles={{ memory: memory === null ? "" : memoryInWords(memory), dims }}
      />
    </tr>
  )
}

/** What the axes of a row's dimensions are called. */
function axesOf(analysis: Analysis, id: string, order: DimsOrder): string {
  const { op, outputs } = analysis.nodes.get(id) ?? {}
  const port = op == null ? null : primaryOutput(op)
  const [shape] = port === null ? [] : shapesAt(outputs?.[port])
  return port === null || shape === undefined ? "" : writeAxes(analysis, { node: id, port }, shape, order)
}

function Subtotals({ cells, after }: { readonly cells: TableCells; readonly after: number }) {
  return cells.subtotals
    .filter((subtotal) => subtotal.after === after)
    .map(({ group, cells: [word, ...others] }) => (
      <tr key={group} className={styles.subtotal}>
        <th scope="row">{word}</th>
        <Numbers columns={cells.columns} texts={others} />
      </tr>
    ))
}

function Foot({ cells, memory }: { readonly cells: TableCells; readonly memory: string }) {
  const [word, ...totals] = cells.totals
  return (
    <tfoot>
      <tr>
        <th scope="row">{word}</th>
        <Numbers columns={cells.columns} texts={totals} titles={{ memory }} />
      </tr>
    </tfoot>
  )
}

interface NumbersProps {
  readonly columns: readonly ColumnName[]
  readonly texts: readonly string[]
  /** Tips: what memory is made of, what axes are called. */
  readonly titles?: { readonly [column in ColumnName]?: string }
}

/** The cells after the layer's name. */
function Numbers({ columns, texts, titles }: NumbersProps) {
  return columns.slice(1).map((column, at) => (
    <td key={column} className={styles.number} title={titles?.[column]}>
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

function rememberedColumns(): readonly ColumnName[] {
  const kept = recall("columns")
  const known = Array.isArray(kept) ? COLUMNS.filter(({ id }) => kept.includes(id)) : []
  return (known.length > 0 ? known : COLUMNS.filter(({ first }) => first)).map(({ id }) => id)
}
