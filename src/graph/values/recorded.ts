// A run, and the first steps of a training, with all that somebody else needs to repeat them: the engine records these, formats
// write them.

import type { AttrSpecs } from "../../ops/attributes/attrs.ts"
import type { ByName } from "../../ops/port.ts"
import type { AnyTorchOptimizer } from "../../ops/torch.ts"
import type { Tensor } from "../../tensor/tensor.ts"
import type { Problem } from "../problem.ts"

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
  /** By `node:value` of every Input that leads to the target, and of the Constants that follow the batch. */
  readonly inputs: ReadonlyMap<string, Tensor>
  readonly masks: ReadonlyMap<string, Tensor>
  readonly upstream: ReadonlyMap<string, Tensor>
  /** By `node.name`, after the step. */
  readonly params: ReadonlyMap<string, Tensor>
  readonly buffers: ReadonlyMap<string, Tensor>
}

/** How a document learns, in words of PyTorch. */
export interface TrainingSettings {
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
}

/** The first steps of a training. */
export interface TrainingNumbers extends TrainingSettings {
  readonly steps: readonly StepNumbers[]
}

/** A tensor that every batch has, or its first examples. */
export interface Lasting {
  readonly tensor: Tensor
  /** Which axis counts the examples of a batch; null where every batch has the whole tensor. */
  readonly axis: number | null
}

/**
 * How the loss of a batch comes from the losses of its parts: their mean, weighted by their examples, or their sum. `mixed`: neither,
 * since the network brings examples of a batch together. `whole`: no part of a batch can be computed.
 */
export type PartsOfBatch = "mean" | "sum" | "mixed" | "whole"

/** A training as it can be taken on elsewhere, from its first step: the data, and all that its steps need besides. */
export interface TrainingCourse extends TrainingSettings {
  readonly seed: number
  /** Examples of a full batch; null without data: then what the Inputs hold is the one batch. */
  readonly batchSize: number | null
  readonly dropLast: boolean
  readonly shuffle: boolean
  /** Examples by the Input that they feed. */
  readonly training: ReadonlyMap<string, Tensor>
  /** Those held back; null for none. */
  readonly validation: ReadonlyMap<string, Tensor> | null
  /** What the other Inputs on the way to the target hold, and Constants that follow the batch, by their ids. */
  readonly lasting: ReadonlyMap<string, Lasting>
  /** Those of them that are drawn anew in every step. */
  readonly redrawn: ReadonlySet<string>
  /** dY, by `node:port`, where the document gives the target one: then Σ dY·y is made smaller. */
  readonly upstream: ReadonlyMap<string, Lasting>
  /** Params by `node.param` that a gradient reaches. */
  readonly reached: ReadonlySet<string>
  readonly parts: PartsOfBatch
  /** Where a loss compares classes: its scores and its classes, by place, and the class that it leaves out. */
  readonly classified: { readonly scores: string; readonly target: string; readonly ignored: number | null } | null
  /** Nodes that lead to the target. */
  readonly nodes: ReadonlySet<string>
}

/** What can be asked of whoever runs documents. */
export interface NumbersSource {
  /** As a run would begin with them: the document's numbers, else drawn from its seed; by `node.name`. */
  readonly start: () => {
    readonly params: ReadonlyMap<string, Tensor>
    readonly buffers: ReadonlyMap<string, Tensor>
    readonly problems: readonly Problem[]
  }
  /** The numbers of a pass; null where it would take more memory than a pass may. */
  readonly run: () => RunNumbers | null | Promise<RunNumbers | null>
  /** The first steps of the document's training, or a sentence that says why there are none. */
  readonly train: (steps: number) => TrainingNumbers | NoTraining | Promise<TrainingNumbers | NoTraining>
  /** The whole training, or a sentence that says why there is none. */
  readonly course: () => TrainingCourse | NoTraining | Promise<TrainingCourse | NoTraining>
}

/** Why there is no training. */
export interface NoTraining {
  /** A sentence. */
  readonly problem: string
}

/** A step of a training elsewhere, as its log tells it. */
export interface LoggedStep {
  /** From 1, as epochs. */
  readonly step: number
  readonly epoch: number
  readonly loss: number
  readonly lr: number
  /** At the end of an epoch the mean over its examples; else null. */
  readonly epochLoss: number | null
  /** There, where examples are held back; accuracy from 0 to 1. */
  readonly validation: { readonly loss: number; readonly accuracy: number | null } | null
  /** What was measured of the nodes in this step, by their ids; null where nothing was. */
  readonly nodes: ReadonlyMap<string, LoggedNode> | null
}

/** Of one node: null for what was not measured. */
export interface LoggedNode {
  /** Root mean square of its outputs, and of the gradient with respect to them. */
  readonly activation: number | null
  readonly gradient: number | null
  /** Share of its units that are 0 for every example. */
  readonly dead: number | null
  /** ‖Δw‖/‖w‖ of the step over all its params, and ‖w‖ before it. */
  readonly update: number | null
  readonly norm: number | null
}
