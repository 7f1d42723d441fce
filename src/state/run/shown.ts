// A run as the page knows it: what it answered, and of each tensor its shape and what is said of it. The numbers themselves
// are read through numbers.ts; where they are large they stay in the worker.

import type { AskableRun } from "../../engine/numbers/questions.ts"
import type { Distant, Kind, RunReport, TensorPlace } from "../../engine/numbers/report.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"

/** A tensor of a run. */
export interface RunTensor {
  readonly run: ShownRun
  readonly place: TensorPlace
  readonly shape: Shape
  /** What the report says of it; only this folder looks into it. */
  readonly told: Tensor | Distant
}

export class ShownRun implements Omit<RunReport, "tensors"> {
  readonly number: number
  readonly mode: RunReport["mode"]
  readonly dtype: RunReport["dtype"]
  readonly seed: number
  readonly engine: RunReport["engine"]
  readonly target: string | null
  readonly loss: number | null
  readonly fed: RunReport["fed"]
  readonly steps: RunReport["steps"]
  readonly problems: RunReport["problems"]
  readonly ask: AskableRun["ask"]
  readonly along: AskableRun["along"]
  private readonly told: RunReport["tensors"]
  private readonly known = new Map<string, RunTensor>()

  constructor({ report, ask, along }: AskableRun) {
    const { number, mode, dtype, seed, engine, target, loss, fed, steps, problems, tensors } = report
    this.number = number
    this.mode = mode
    this.dtype = dtype
    this.seed = seed
    this.engine = engine
    this.target = target
    this.loss = loss
    this.fed = fed
    this.steps = steps
    this.problems = problems
    this.told = tensors
    this.ask = ask
    this.along = along
  }

  has(kind: Kind, name: string): boolean {
    return this.told[kind].has(name)
  }

  /** Full names, in the order of the run. */
  names(kind: Kind): readonly string[] {
    return [...this.told[kind].keys()]
  }

  /** The same object at each call. */
  at(kind: Kind, name: string): RunTensor | undefined {
    const told = this.told[kind].get(name)
    if (told === undefined) return undefined
    const key = `${kind} ${name}`
    const tensor = this.known.get(key) ?? { run: this, place: { kind, name }, shape: told.shape, told }
    this.known.set(key, tensor)
    return tensor
  }

  /** What a forward pass alone would have shown. */
  forward(): ShownRun {
    const { number, mode, dtype, seed, engine, target, loss, fed, problems, ask, along } = this
    const steps = this.steps.filter((step) => step.phase === "forward")
    const tensors = { ...this.told, gradient: new Map(), wire: new Map() }
    const report = { number, mode, dtype, seed, engine, target, loss, fed, steps, problems, tensors }
    return new ShownRun({ report, ask, along })
  }
}
