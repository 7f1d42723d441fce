// Numbers as they come from a spreadsheet, NumPy, MATLAB or a JSON file: rows and columns of one plane.

/** Rows of numbers, or the first piece of text that is not one. */
export function readPasted(text: string): readonly (readonly number[])[] | { readonly problem: string } {
  const lines = text
    .replaceAll("−", "-")
    .replace(/\b(?:array|tensor)\s*\(|dtype\s*=\s*[\w.]+/g, " ")
    .replace(/\]\s*,?\s*\[/g, "\n")
    .split(/[\n;]/)
    .map((line) => line.replace(/[[\](){}]/g, " ").trim())
    .filter((line) => line !== "")
  const rows: number[][] = []
  for (const line of lines) {
    const row: number[] = []
    for (const piece of line.split(/[\s,]+/).filter((part) => part !== "")) {
      const value = Number(piece)
      if (!Number.isFinite(value)) return { problem: `"${piece.slice(0, 40)}" is not a finite number` }
      row.push(value)
    }
    if (row.length > 0) rows.push(row)
  }
  return rows.length === 0 ? { problem: "there are no numbers in it" } : rows
}
