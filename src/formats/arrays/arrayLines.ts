// Lines of numbers without brackets: what separates them, which lines are heads, and displays that come in blocks.

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const WORDS: ReadonlyMap<string, number> = new Map([
  ["nan", Number.NaN],
  ["null", Number.NaN],
  ["none", Number.NaN],
  ["na", Number.NaN],
  ["inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["true", 1],
  ["false", 0],
])

/** A number as written, `1/3` and the words for what is none included; null for anything else. */
export function numberOf(piece: string): number | null {
  if (NUMBER.test(piece)) return Number(piece)
  const [above, below, more] = piece.split("/")
  if (below !== undefined && more === undefined && above && NUMBER.test(above) && NUMBER.test(below))
    return Number(above) / Number(below)
  const negative = piece.startsWith("-")
  const word = WORDS.get(piece.replace(/^[-+]/, "").toLowerCase())
  return word === undefined ? null : negative ? -word : word
}

export function noNumber(piece: string): { readonly problem: string } {
  const shown = piece.length > 40 ? `${piece.slice(0, 40)}…` : piece
  return { problem: `"${shown}" is not a number` }
}

type Rows = readonly (readonly number[])[]
type Read = (piece: string) => number | null

/** Rows of numbers, each as `read` answers; a line of names on top, and a column that only counts under such a line, are left out. */
export function readRows(text: string, read: Read = numberOf): Rows | { readonly problem: string } {
  const lines = cellsOf(text)
  const [head, ...others] = lines
  const counted =
    head !== undefined &&
    others.length > 0 &&
    others.every((line, row) => line.length === head.length + 1 && line[0] === String(row))
  const body = counted ? others.map((line) => line.slice(1)) : lines
  const rows: number[][] = []
  for (const [at, line] of body.entries()) {
    const numbers = line.map(read)
    if (!counted && at === 0 && body.length > 1 && numbers.every((x) => x === null)) continue
    const bad = numbers.indexOf(null)
    if (bad >= 0) return noNumber(line[bad] ?? "")
    rows.push(numbers.filter((x) => x !== null))
  }
  return rows
}

/** Lines as pieces of text, by whatever separates them. */
function cellsOf(text: string): readonly (readonly string[])[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const rows = partsCells(lines)
    ? lines.map((line) => line.replaceAll(";", " "))
    : lines.flatMap((line) => line.split(";"))
  return rows
    .map((line) =>
      withoutThousands(line)
        .split(/[\s,|&"]+/)
        .filter((piece) => piece !== ""),
    )
    .filter((line) => line.length > 0)
}

/** In a file for a spreadsheet `;` parts cells, in MATLAB it ends rows. */
function partsCells(lines: readonly string[]): boolean {
  return lines.length > 1 && lines.every((line) => /;\s*\S/.test(line) && !/[\d.]\s+[-+\d.]/.test(line))
}

/** Decimal commas as points, where something else parts the numbers and none has a point. */
export function withPoints(text: string): string {
  if (!text.includes(",") || text.includes(".")) return text
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  const semicolons = partsCells(lines)
  const pieces = lines.map((line) => line.split(semicolons ? ";" : /[\s|&;"]+/).filter((piece) => piece.trim() !== ""))
  const plain = pieces
    .flat()
    .every((piece) => numberOf(piece.trim().replace(/^([-+]?\d+),(?=\d+(?:[eE]|$))/, "$1.")) !== null)
  return plain && (semicolons || pieces.some((line) => line.length > 1)) ? text.replaceAll(",", ".") : text
}

/** `1,234.5 2,345.5`, where every comma parts thousands. */
function withoutThousands(line: string): string {
  const pieces = line.split(/\s+/).filter((piece) => piece !== "")
  const grouped = pieces.filter((piece) => piece.includes(","))
  if (grouped.length === 0 || !grouped.every((piece) => /^[-+]?\d{1,3}(?:,\d{3})+\.\d+$/.test(piece))) return line
  return line.replaceAll(",", "")
}

/** MATLAB shows wide matrices in parts, `Columns 1 through 8`, which stand beside each other. */
export function readColumnBlocks(text: string, read: Read): Rows | { readonly problem: string } {
  const [, ...blocks] = text.split(/^[^\S\n]*Columns?\s+\d+(?:\s*(?:through|to|and|-)\s*\d+)?:?[^\S\n]*$/im)
  let joined: readonly (readonly number[])[] = []
  for (const block of blocks) {
    const rows = readRows(block, read)
    if ("problem" in rows) return rows
    if (joined.length > 0 && rows.length !== joined.length)
      return { problem: `a block of columns has ${rows.length} rows, the one before it ${joined.length}` }
    joined = joined.length === 0 ? rows : joined.map((row, at) => [...row, ...(rows[at] ?? [])])
  }
  return joined
}

export interface Pages {
  readonly shape: readonly number[]
  readonly data: Float64Array
}
const PAGE = /\(\s*:\s*,\s*:\s*,\s*(\d+(?:\s*,\s*\d+)*)\s*\)\s*=?/

/** MATLAB shows more axes page by page, `(:,:,2) =`: the page's numbers stand on the last axes. Null if there are none. */
export function readPages(text: string, read: Read): Pages | { readonly problem: string } | null {
  if (!PAGE.test(text)) return null
  const [, ...parts] = text.split(new RegExp(PAGE, "g"))
  const pages: { readonly at: readonly number[]; readonly rows: Rows }[] = []
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const rows = readRows((parts[i + 1] ?? "").replace(/^[^\S\n]*[A-Za-z_]\w*\s*$/gm, ""), read)
    if ("problem" in rows) return rows
    pages.push({ at: (parts[i] ?? "").split(",").map((n) => Number(n) - 1), rows })
  }
  const [height, width] = [pages[0]?.rows.length ?? 0, pages[0]?.rows[0]?.length ?? 0]
  const behind = (pages[0]?.at ?? []).map((_, axis) => 1 + Math.max(...pages.map(({ at }) => at[axis] ?? 0)))
  const shape = [height, width, ...behind]
  const size = shape.reduce((product, n) => product * n, 1)
  if (
    pages.some(({ rows }) => rows.length !== height || rows.some((row) => row.length !== width)) ||
    size !== pages.length * height * width
  )
    return { problem: "its pages (:,:,k) are not all there or not of one size" }
  const data = new Float64Array(size)
  for (const { at, rows } of pages) {
    rows.forEach((row, r) => {
      row.forEach((x, c) => {
        data[[r, c, ...at].reduce((flat, index, axis) => flat * (shape[axis] ?? 1) + index, 0)] = x
      })
    })
  }
  return { shape, data }
}
