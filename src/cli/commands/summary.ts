import { type ColumnName, tableCells } from "../../formats/tables.ts"
import { writeTable } from "../../formats/tableText.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { atBatch } from "../../graph/measure/atBatch.ts"
import { groupedRows } from "../../graph/measure/subtotals.ts"
import { rowless, type SummaryRow, type SummaryTotals, summaryRows, summaryTotals } from "../../graph/measure/table.ts"
import { type Command, countOption, firstArgument, UsageError, wordOption } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { DTYPE, dtypeOf, JSON_OPTION, MODE, modeOf } from "../parts/options.ts"
import { hasErrors, jsonText, reportProblems } from "../parts/output.ts"

const COLUMNS: readonly ColumnName[] = ["layer", "params", "dims", "receptiveField", "macs", "memory"]
// A machine wants ids to join on and bare numbers.
const CSV_COLUMNS: readonly ColumnName[] = ["id", "op", "params", "count", "dims", "receptiveField", "macs", "memory"]

export const summary: Command = {
  name: "summary",
  usage: "FILE",
  summary: "Prints the layer table: parameters as a computation, activations, receptive field, MACs, memory.",
  least: 1,
  most: 1,
  options: {
    format: { type: "string", value: "table|markdown|csv|latex", doc: "how it is written (default table)" },
    layout: { type: "string", value: "HWC|CHW", doc: "order of dimensions (default: the document's, else HWC)" },
    batch: {
      type: "string",
      value: "N",
      doc: "with N examples in every batch, all shapes worked out anew (default: as drawn)",
    },
    dtype: { ...DTYPE, doc: "of which memory is reckoned (default float32)" },
    mode: MODE,
    json: JSON_OPTION,
  },
  notes:
    "MACs count products of convolutions and matrices, without adding a bias; FLOPs are 2 × MACs, or what the op says. Memory is what a training step keeps: params, their gradients, buffers and all outputs. Where a total is not complete it says “at least” and how many layers are not counted; in JSON totals.complete is false, totals.unknown counts layers whose parameters are not known, totals.uncosted those whose shapes are not.",
  run: async (call) => {
    const format = wordOption(call, "format", ["table", "markdown", "csv", "latex"], "table")
    const layout = wordOption(call, "layout", ["HWC", "CHW", "document"], "document")
    const mode = modeOf(call)
    const batch = countOption(call, "batch", 1)
    const dtype = dtypeOf(call)
    const json = call.options.json === true
    if (json && call.options.format !== undefined) throw new UsageError("--json and --format exclude each other.")
    const { name, analysis: drawn, read, problems: own } = await openAnalysis(call.io, firstArgument(call), mode)
    const there = drawn === null || batch === undefined ? null : atBatch(drawn, batch)
    const analysis = there?.analysis ?? drawn
    const problems = there === null ? own : [...read, ...there.all]
    const options = {
      dtype,
      ...(layout === "document" ? {} : { layout }),
    }
    const rows = analysis === null ? [] : groupedRows(summaryRows(analysis, options), analysis.document)
    if (json) await call.io.out(`${jsonText({ rows, totals: totalsOf(analysis, rows), problems }, 2)}\n`)
    else if (analysis !== null) {
      const cells = tableCells(analysis, rows, format === "csv" ? CSV_COLUMNS : COLUMNS, format === "csv")
      await call.io.out(writeTable(cells, format))
    }
    await reportProblems(call.io, name, problems)
    return hasErrors(problems) ? 1 : 0
  },
}

/** Of all layers; of a document that could not be read nothing is counted. */
function totalsOf(analysis: Analysis | null, rows: readonly SummaryRow[]): SummaryTotals {
  if (analysis === null) return { ...summaryTotals(rows), complete: false }
  return summaryTotals(rows, rowless(analysis))
}
