// Why a number is not finite: what its op's own rule says, else that it is too large for the precision of the run.

import type { AnyForwardContext, AnyOp } from "../../ops/op.ts"
import type { ByName, Held } from "../../ops/port.ts"
import type { Dtype, Tensor } from "../../tensor/tensor.ts"

const LARGEST: Readonly<Record<Dtype, string>> = { float32: "3.4·10³⁸", float64: "1.8·10³⁰⁸" }

/** A number of an output: of its only tensor, or of the one at `place` in a list. */
interface Cell {
  readonly port: string
  readonly place: number
  readonly index: number
}

/** `the logarithm of 0`; null where the number is only passed on. */
export function whyNotFinite(
  op: AnyOp,
  at: AnyForwardContext,
  outputs: ByName<Held<Tensor>>,
  { port, place, index }: Cell,
): string | null {
  if (Object.keys(op.inputs).length === 0) return null
  const own = port === Object.keys(op.outputs)[0] ? (op.notFinite?.({ ...at, outputs }, index) ?? null) : null
  if (own !== null || ![at.inputs, at.params, at.buffers].every(areFinite)) return own
  const value = listed(outputs[port])[place]?.data[index] ?? 0
  const limit = `${at.dtype}, whose numbers end at ${LARGEST[at.dtype]}`
  return Number.isNaN(value) ? `made of numbers too large for ${limit}` : `too large for ${limit}`
}

function areFinite(tensors: ByName<Held<Tensor> | null>): boolean {
  return Object.values(tensors).every((held) => listed(held).every(({ data }) => data.every(Number.isFinite)))
}

function listed(held: Held<Tensor> | null): readonly Tensor[] {
  return held === undefined || held === null ? [] : "data" in held ? [held] : held
}
