// Tables as CSV (RFC 4180, lines ended by a line feed).

/** Numbers stand in full; a text is quoted where it must be, and kept from being run as a formula. */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(",")}\n`).join("")
}

function csvCell(cell: string | number): string {
  if (typeof cell === "number") return String(cell)
  // A spreadsheet would run a cell that begins like a formula; names come from documents of strangers.
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
