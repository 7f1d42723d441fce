// What is said of tensors without reading their numbers: of those of a run, and of any other.

import { deadTold, statsTold, type Told, zerosTold } from "../../engine/numbers/told.ts"
import type { Stats } from "../../tensor/summary/stats.ts"
import type { Zeros } from "../../tensor/summary/summary.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { RunTensor } from "./shown.ts"

function toldOf(tensor: RunTensor | Tensor): Told {
  return "told" in tensor ? tensor.told : tensor
}

/** Summary numbers of a tensor of a run, or of any other. */
export function stats(tensor: RunTensor | Tensor): Stats {
  return statsTold(toldOf(tensor))
}

export function zerosOf(tensor: RunTensor | Tensor): Zeros {
  return zerosTold(toldOf(tensor))
}

/** How much of what a node of this kind puts out is 0; null for other kinds, where a 0 is a number like any other. */
export function deadIn(kind: string | undefined, output: RunTensor | Tensor): Zeros | null {
  return deadTold(kind, toldOf(output))
}
