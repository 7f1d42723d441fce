// A run, and the first steps of a training, with all that somebody else needs to repeat them: the engine records these, formats
// write them.

import type { AttrSpecs } from "../../ops/attributes/attrs.ts"
import type { ByName } from "../../ops/port.ts"
import type { AnyTorchOptimizer } from "../../ops/torch.ts"
import type { Tensor } from "../../tensor/tensor.ts"

/** A pass forward and backward: what went in, what came out, and what was drawn. Keys are those of a run. */
export interface RunNumbers {
  /** Every visible output, by `node:port`. */
  readonly values: ReadonlyMap<string, Tensor>
  readonly params: ReadonlyMap<string, Tensor>
  /** After the pass. */
  readonly buffers: ReadonlyMap<string, Tensor>
  readonly gradients: ReadonlyMap<string, Tensor>
  readonly started: Started
}

/** What a pass began with and drew, so that it can be repeated elsewhere. */
export interface Started {
  /** By `node.buffer`, before the pass. */
  readonly buffers: ReadonlyMap<string, Tensor>
  /** What entered from outside, by `node:port`. */
  readonly upstream: ReadonlyMap<string, Tensor>
  /** Drawn masks, hidden ones as well, by `node:port`. */
  readonly masks: ReadonlyMap<string, Tensor>
}

/** One step of a training: what it was given and drew, and what it left. */
export interface StepNumbers {
  /** By `node:value` of every Input that leads to the target. */
  readonly inputs: ReadonlyMap<string, Tensor>
  readonly masks: ReadonlyMap<string, Tensor>
  readonly upstream: ReadonlyMap<string, Tensor>
  /** By `node.name`, after the step. */
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
}

/** How a document learns, in words of PyTorch, and the first steps of it. */
export interface TrainingNumbers {
  readonly optimizer: {
    readonly kind: string
    readonly specs: AttrSpecs
    readonly attrs: ByName<unknown>
    readonly torch: AnyTorchOptimizer
  }
  readonly lr: number
  /** The rate in Python, from `lr`, `epoch`, `step`, `epochs` and `steps`. */
  readonly schedule: string
  /** A statement of Python on `params`, or null. */
  readonly clip: string | null
  /** Factors on the rate by `node.param`; 0 where nothing is learned. */
  readonly multipliers: ReadonlyMap<string, number>
  readonly epochs: number
  readonly stepsPerEpoch: number
  readonly steps: readonly StepNumbers[]
}
