// A run as one JSON object, in pieces: a large run is longer than the longest text that the machine can hold.

import type { RunResult } from "../../engine/pass/result.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import { jsonText } from "./output.ts"

/** Numbers in one piece of text. */
const PIECE = 8192

/** Characters in one write: small tensors go out together. */
const WRITE = 65_536

/** The object of `gradwire run --json`, with the problems of reading and running beside it. */
export function* runJson(result: RunResult, problems: readonly Problem[]): Generator<string> {
  let text = ""
  for (const piece of pieces(result, problems)) {
    text += piece
    if (text.length < WRITE) continue
    yield text
    text = ""
  }
  yield text
}

function* pieces(result: RunResult, problems: readonly Problem[]): Generator<string> {
  const { mode, dtype, engine, target, loss } = result
  yield `{\n"mode": ${jsonText(mode)}, "dtype": ${jsonText(dtype)}, "engine": ${jsonText(engine)}, "target": ${jsonText(target)}, "loss": ${
    loss === null ? "null" : number(loss)
  }`
  for (const kind of ["values", "params", "buffers", "gradients", "wires"] as const) {
    yield `,\n${jsonText(kind)}: {`
    let separator = "\n"
    for (const [name, tensor] of result[kind]) {
      yield `${separator}  ${jsonText(name)}: `
      yield* tensorJson(tensor)
      separator = ",\n"
    }
    yield separator === "\n" ? "}" : "\n}"
  }
  yield `,\n"problems": ${jsonText(problems)}\n}\n`
}

function* tensorJson({ shape, data }: Tensor): Generator<string> {
  yield `{ "shape": ${jsonText(shape)}, "data": [`
  for (let start = 0; start < data.length; start += PIECE) {
    const numbers = Array.from(data.subarray(start, start + PIECE), number)
    yield `${start === 0 ? "" : ","}${numbers.join(",")}`
  }
  yield "] }"
}

/** JSON has no words for what is not finite. */
function number(x: number): string {
  if (Number.isFinite(x)) return Object.is(x, -0) ? "-0" : String(x)
  return jsonText(String(x))
}
