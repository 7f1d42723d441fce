// The first numbers of a tensor in PyTorch.

import type { ValueLiteral } from "../../graph/document.ts"
import type { Init } from "../../ops/kept.ts"
import { float } from "../../ops/torch.ts"
import type { Shape } from "../../tensor/tensor.ts"

/** Numbers that a document writes are repeated where there are no more than these. */
const MOST_WRITTEN = 16

/** A tensor as an expression: the numbers that the document writes, if they are few, else its distribution or pattern. */
export function filled(shape: Shape, init: Init, written: ValueLiteral | undefined): string {
  if (written !== undefined && (typeof written === "number" || Array.isArray(written))) {
    const size = shape.reduce((product, n) => product * n, 1)
    if (size <= MOST_WRITTEN) return `torch.tensor(${nested(written)})`
  }
  const sizes = shape.length === 1 ? `${shape[0]}` : shape.length === 0 ? "()" : shape.join(", ")
  const tuple = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`
  switch (init.kind) {
    case "zeros":
      return `torch.zeros(${sizes})`
    case "ones":
      return `torch.ones(${sizes})`
    case "constant":
      return `torch.full(${tuple}, ${float(init.value)})`
    case "uniform":
      return `torch.empty(${sizes}).uniform_(${float(init.low)}, ${float(init.high)})`
    case "normal":
      return init.mean === 0 && init.std === 1
        ? `torch.randn(${sizes})`
        : `torch.empty(${sizes}).normal_(${float(init.mean)}, ${float(init.std)})`
    case "eye":
      return scaled(`torch.eye(${sizes})`, init.value)
    case "tril":
    case "triu":
      return scaled(`torch.ones(${sizes}).${init.kind}()`, init.value)
    case "arange":
      return `torch.arange(${float(shape[0] ?? 0)})`
    case "integers":
      return `torch.randint(${init.low}, ${init.high}, ${tuple}).float()`
    case "bernoulli":
      return `torch.empty(${sizes}).bernoulli_(${float(init.p)})`
    case "onehot":
      return `torch.eye(${shape.at(-1)})[torch.randint(${shape.at(-1)}, (${shape.slice(0, -1).join(", ")}${shape.length === 2 ? "," : ""}))]`
  }
}

function scaled(text: string, value: number): string {
  return value === 1 ? text : `${float(value)} * ${text}`
}

function nested(value: ValueLiteral): string {
  if (typeof value === "number") return float(value)
  return Array.isArray(value) ? `[${value.map(nested).join(", ")}]` : ""
}
