import { writeDot } from "../../diagrams/dot.ts"
import { plainGraph } from "../../diagrams/plainGraph.ts"
import type { ExportFormat } from "../exportFormat.ts"

export const dot: ExportFormat = {
  kind: "dot",
  title: "Graphviz",
  about: "The graph for Graphviz, which lays it out anew: dot -Tpdf FILE.",
  shelf: "figure",
  rank: 2,
  ending: ".dot",
  mode: "train",
  dtype: "float32",
  switches: [],
  write: ({ analysis, order, name }) => ({
    files: [{ path: `${name}.dot`, content: writeDot(plainGraph(analysis, order)) }],
    lost: [],
    notes: [],
  }),
}
