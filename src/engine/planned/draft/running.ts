// What the steps of a plan work on while it runs.

import type { Shape, Tensor } from "../../../tensor/tensor.ts"
import type { Flow } from "../../pass/backward.ts"
import type { Pass } from "../../pass/pass.ts"
import type { Buffer } from "./buffers.ts"

/** One run of a plan. */
export interface Running {
  readonly pass: Pass
  readonly flow: Flow
  /** All numbers of a buffer, which may be a few more than its tensor has. */
  readonly floats: (buffer: Buffer) => Float32Array
  /** Calls a kernel of the plan's module. */
  readonly call: (kernel: string, buffers: readonly Buffer[]) => void
  /** Tensors that stay when the run is over, by what the plan knows of them. */
  readonly resting: Map<object, Tensor>
  /** A tensor that lies in a buffer: it changes with the next run. */
  readonly tensor: (shape: Shape, buffer: Buffer) => Tensor
}
