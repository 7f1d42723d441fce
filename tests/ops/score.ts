// Counts what was compared for each op, and prints one table at the end.

const COLUMNS = ["PyTorch", "differences", "axes", "TeX"] as const
type Column = (typeof COLUMNS)[number]

export interface ScoreBoard {
  readonly note: (kind: string, column: Column, agreed: boolean) => void
  readonly print: (without: ReadonlyMap<string, string>) => void
}

export function scoreBoard(): ScoreBoard {
  const rows = new Map<string, Map<Column, { agreed: number; all: number }>>()
  return {
    note: (kind, column, agreed) => {
      const row = rows.get(kind) ?? new Map<Column, { agreed: number; all: number }>()
      const cell = row.get(column) ?? { agreed: 0, all: 0 }
      row.set(column, { agreed: cell.agreed + (agreed ? 1 : 0), all: cell.all + 1 })
      rows.set(kind, row)
    },
    print: (without) => {
      const lines = [`${"op".padEnd(28)}${COLUMNS.map((column) => column.padStart(14)).join("")}`]
      const totals = new Map<Column, { agreed: number; all: number }>()
      for (const [kind, row] of [...rows].sort(([a], [b]) => a.localeCompare(b))) {
        lines.push(`${kind.padEnd(28)}${COLUMNS.map((column) => written(row.get(column))).join("")}`)
        for (const [column, cell] of row) {
          const total = totals.get(column) ?? { agreed: 0, all: 0 }
          totals.set(column, { agreed: total.agreed + cell.agreed, all: total.all + cell.all })
        }
      }
      lines.push(`${`${rows.size} ops`.padEnd(28)}${COLUMNS.map((column) => written(totals.get(column))).join("")}`)
      for (const [kind, reason] of without) if (rows.has(kind)) lines.push(`no PyTorch numbers for ${kind}: ${reason}`)
      console.log(lines.join("\n"))
    },
  }
}

function written(cell: { agreed: number; all: number } | undefined): string {
  return (cell === undefined ? "–" : `${cell.agreed} of ${cell.all}`).padStart(14)
}
