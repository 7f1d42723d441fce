// What every op with one input and one output of its shape has in common: spread it into a definition and say the rest.

import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { alike } from "../axisNames.ts"
import type { ReceptiveField } from "../window.ts"

interface At {
  readonly shapes: { readonly input: Shape }
}

/** Ports, shape rule and cost of an op that treats each element alone; one operation an element by convention. */
export const pointwise = {
  inputs: { input: { doc: "Any shape.", tex: "x" } },
  outputs: { output: { doc: "Same shape as the input.", tex: "y" } },
  params: {},
  buffers: {},
  shape: (at: At) => ({ output: at.shapes.input }),
  axes: alike,
  receptiveField: (): ReceptiveField => "pointwise",
  symbols: (at: At) => ({ e: sizeOf(at.shapes.input) }),
  formulas: { flops: "e" },
} as const
