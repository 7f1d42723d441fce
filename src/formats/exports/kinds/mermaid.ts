import { writeMermaid } from "../../diagrams/mermaid.ts"
import { plainGraph } from "../../diagrams/plainGraph.ts"
import type { ExportFormat } from "../exportFormat.ts"

export const mermaid: ExportFormat = {
  kind: "mermaid",
  title: "Mermaid",
  about: "A flowchart that Markdown pages draw, as on GitHub: between ```mermaid and ```.",
  shelf: "figure",
  rank: 3,
  ending: ".mmd",
  mode: "train",
  dtype: "float32",
  switches: [],
  write: ({ analysis, order, name }) => ({
    files: [{ path: `${name}.mmd`, content: writeMermaid(plainGraph(analysis, order)) }],
    lost: [],
    notes: [],
  }),
}
