// The numbers of a run as tensors of a file, by what they are and where: `value/conv1:output`, `grad/conv1.weight`, `wire/a:output>b:input`.

import { classesFed } from "../../engine/classes.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import { type NamedTensor, named, writeSafetensors } from "../../formats/arrays/writeSafetensors.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { nodeOf } from "../../graph/wire.ts"
import type { Tensor } from "../../tensor/tensor.ts"

/** The file of `run --out`, piece by piece. Class indices are whole numbers, all else is of the run's precision. */
export function numbersFile(result: RunResult, analysis: Analysis): Generator<Uint8Array> {
  const { mode, dtype, seed, engine, target, loss, started } = result
  const tensors = [
    ...[...result.values].map(([name, tensor]) => storedValue(name, tensor, analysis)),
    ...named("param", result.params),
    ...named("buffer", started?.buffers),
    ...named("buffer_after", result.buffers),
    ...named("grad", result.gradients),
    ...named("wire", result.wires),
    ...named("upstream", started?.upstream),
    ...named("mask", started?.masks),
  ]
  const about = { engine, mode, dtype, seed: String(seed) }
  const found = { ...(target === null ? {} : { target }), ...(loss === null ? {} : { loss: String(loss) }) }
  return writeSafetensors(tensors, { ...about, ...found })
}

function storedValue(place: string, tensor: Tensor, analysis: Analysis): NamedTensor {
  const name = `value/${place}`
  const whole = classesFed(analysis, nodeOf(place)) !== null && tensor.data.every(Number.isSafeInteger)
  return whole ? { name, tensor, whole } : { name, tensor }
}
