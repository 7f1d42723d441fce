import { groupedRows } from "../../../graph/measure/subtotals.ts"
import { summaryRows } from "../../../graph/measure/table.ts"
import { Missing } from "../../latex/latexText.ts"
import { tikzPicture } from "../../latex/tikz.ts"
import { COURSE_COLUMNS, tableCells } from "../../tables.ts"
import { writeTable } from "../../tableText.ts"
import type { Exported, ExportFormat, ExportSource } from "../exportFormat.ts"

/** TeX's longest length is 16,383 points, and a pixel is three quarters of a big point. */
const LONGEST = 20_000

export const tikz: ExportFormat = {
  kind: "tikz",
  title: "TikZ",
  about: "The figure for papers, at the places of the canvas, for pdflatex with TikZ alone.",
  shelf: "figure",
  rank: 1,
  ending: ".tex",
  mode: "train",
  dtype: "float32",
  switches: [
    {
      name: "snippet",
      label: "Without a preamble",
      doc: "the picture alone, to be read by \\input (default: a whole page)",
    },
    { name: "table", label: "Layer table", doc: "the layer table underneath" },
  ],
  write: (source, on) => exported(source, on.has("snippet"), on.has("table")),
}

function exported(source: ExportSource, snippet: boolean, table: boolean): Exported {
  const { analysis, order, name } = source
  const missing = new Missing()
  const picture = tikzPicture(analysis, order, missing)
  const longest = Math.max(picture.width, picture.height)
  if (longest > LONGEST) {
    const metres = ((longest * 0.0254) / 96).toFixed(1)
    const reason = `It would be ${metres} m long, and TeX draws up to 5.7 m. Close groups, or tidy the graph.`
    return { files: [], lost: [{ place: "figure", reason }], notes: [] }
  }
  const below = table ? tableLines(source, missing) : []
  const lines = snippet
    ? ["% \\usepackage{tikz}", ...picture.lines, ...(table ? ["", ...below] : [])]
    : page(picture.lines, below)
  return {
    files: [{ path: `${name}.tex`, content: `${lines.join("\n")}\n` }],
    lost: [...missing.characters].map((character) => ({
      place: character,
      reason: `pdfLaTeX has no letter ${unicodeOf(character)} without further packages; a ? stands for it.`,
    })),
    notes: [],
    ...(snippet ? {} : { command: `pdflatex ${name}.tex` }),
  }
}

function unicodeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`
}

function tableLines({ analysis, order }: ExportSource, missing: Missing): readonly string[] {
  const rows = groupedRows(summaryRows(analysis, { layout: order }), analysis.document)
  return writeTable(tableCells(analysis, rows, COURSE_COLUMNS), "latex", missing)
    .trimEnd()
    .split("\n")
}

/** A document whose page is as large as the figure. */
function page(picture: readonly string[], table: readonly string[]): readonly string[] {
  const stacked =
    table.length === 0
      ? picture
      : ["\\vbox{\\hbox{%", ...picture, "}\\vskip 16bp\\hbox{\\sffamily\\footnotesize", ...table, "}}"]
  return [
    "\\documentclass{article}",
    "\\usepackage{tikz}",
    "\\begin{document}",
    "\\newsavebox{\\figurebox}",
    "\\sbox{\\figurebox}{%",
    ...stacked,
    "}",
    "% A page of the figure's own size, with 6bp around it.",
    "\\pdfpagewidth=\\dimexpr\\wd\\figurebox+12bp\\relax",
    "\\pdfpageheight=\\dimexpr\\ht\\figurebox+\\dp\\figurebox+12bp\\relax",
    "\\hoffset=-1in \\voffset=-1in",
    "\\shipout\\vbox{\\kern6bp\\hbox{\\kern6bp\\usebox{\\figurebox}}}",
    "\\end{document}",
  ]
}
