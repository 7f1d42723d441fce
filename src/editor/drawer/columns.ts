// The columns that the layer table can show, what each means and how it sorts. What their cells say is written in
// formats/tables.ts, for the page and for every copy of the table alike.

import type { ColumnName } from "../../formats/tables.ts"
import type { SummaryRow } from "../../graph/measure/table.ts"

export interface ColumnChoice {
  readonly id: ColumnName
  readonly title: string
  /** The convention or unit, on hover. */
  readonly about: string
  readonly sortKey: (row: SummaryRow) => number
  /** Shown before the user chooses. */
  readonly first: boolean
}

export const COLUMNS: readonly ColumnChoice[] = [
  {
    id: "params",
    title: "Number of parameters",
    about: "Learned numbers as a computation, weights + biases. A wired param is counted at the node it comes from.",
    sortKey: ({ count }) => count ?? -1,
    first: true,
  },
  {
    id: "weights",
    title: "Weights",
    about: "Learned numbers without biases, as a computation.",
    sortKey: ({ weights }) => weights?.count ?? -1,
    first: false,
  },
  {
    id: "biases",
    title: "Biases",
    about: "Learned numbers that are added at the end.",
    sortKey: ({ biases }) => biases?.count ?? -1,
    first: false,
  },
  {
    id: "dims",
    title: "Dimension of activations",
    about: "Of one example, where nothing works across the batch; else with the batch.",
    sortKey: ({ activations }) => activations ?? -1,
    first: true,
  },
  {
    id: "receptiveField",
    title: "Receptive field",
    about:
      "Size of the input region that one cell sees, and the jump between neighbours. Normalisation counts as pointwise.",
    sortKey: ({ receptiveField }) => receptiveField?.size[0] ?? -1,
    first: true,
  },
  {
    id: "macs",
    title: "MACs",
    about: "Multiply-accumulates of one forward pass of the whole batch; adding a bias is not counted.",
    sortKey: ({ macs }) => macs ?? -1,
    first: true,
  },
  {
    id: "flops",
    title: "FLOPs",
    about: "2 × MACs where there are products; elsewhere what the op says it does to each element.",
    sortKey: ({ flops }) => flops ?? -1,
    first: false,
  },
  {
    id: "activations",
    title: "Activations",
    about: "Elements of the outputs, of the whole batch.",
    sortKey: ({ activations }) => activations ?? -1,
    first: false,
  },
  {
    id: "memory",
    title: "Memory",
    about: "Bytes that one training step keeps: params, their gradients, buffers, and all outputs of the whole batch.",
    sortKey: ({ memory }) =>
      memory === null ? -1 : memory.params + memory.gradients + memory.buffers + memory.activations,
    first: true,
  },
  {
    id: "memoryParams",
    title: "Memory: params",
    about: "Bytes of learned numbers. They do not grow with the batch.",
    sortKey: ({ memory }) => memory?.params ?? -1,
    first: false,
  },
  {
    id: "memoryGradients",
    title: "Memory: gradients",
    about: "Bytes of the gradients of learned numbers.",
    sortKey: ({ memory }) => memory?.gradients ?? -1,
    first: false,
  },
  {
    id: "memoryBuffers",
    title: "Memory: buffers",
    about: "Bytes of what is kept but not learned, such as running statistics.",
    sortKey: ({ memory }) => memory?.buffers ?? -1,
    first: false,
  },
  {
    id: "memoryActivations",
    title: "Memory: saved activations",
    about: "Bytes of all outputs, hidden ones included, kept for backward, of the whole batch.",
    sortKey: ({ memory }) => memory?.activations ?? -1,
    first: false,
  },
]
