// Explanations and comparisons read a run as the engine made it. They are given one whose large tensors are not there yet:
// whoever reads into one is stopped, what he wanted is fetched, and he begins again. So each reads exactly what it needs.

import { cameAlong, type Kind } from "../../engine/numbers/report.ts"
import type { RunResult } from "../../engine/pass/result.ts"
import type { Tensor, TensorData } from "../../tensor/tensor.ts"
import { type Reading, windowOf } from "./numbers.ts"
import type { RunTensor, ShownRun } from "./shown.ts"

/** Makes something of a run; may be called several times, and keeps nothing of it. */
type Read<T> = (result: RunResult) => T

/** What `read` makes of the tensors that it reads. */
export function reading<T>(run: ShownRun, read: Read<T>): Reading<T> {
  return {
    now: () => {
      const found = attempt(new Map(), () => read(viewOf(run)))
      return "is" in found ? found : null
    },
    later: async () => {
      const pinned: Pinned = new Map()
      for (;;) {
        const found = attempt(pinned, () => read(viewOf(run)))
        if ("is" in found) return found.is
        await pin(found.missed, pinned)
      }
    },
  }
}

/** The tensor that `pick` chooses, by names and shapes alone. */
export function tensorIn(run: ShownRun, pick: Read<Tensor | undefined>): RunTensor | undefined {
  const found = attempt(new Map(), () => pick(viewOf(run)))
  if (!("is" in found)) throw new Error(`${found.missed.place.name} was read to choose a tensor`)
  return found.is === undefined ? undefined : owners.get(found.is)
}

/** A reading in steps, which begins again after each tensor that it had to wait for. */
export class SteppedReading<Y, R> {
  private readonly begin: () => Generator<Y, R, void>
  private readonly pinned: Pinned = new Map()
  private steps: Generator<Y, R, void>

  constructor(run: ShownRun, begin: (result: RunResult) => Generator<Y, R, void>) {
    this.begin = () => begin(viewOf(run))
    this.steps = this.begin()
  }

  /** The next step, or what it waits for. */
  next(): IteratorResult<Y, R> | { readonly awaits: Promise<void> } {
    const found = attempt(this.pinned, () => this.steps.next())
    if ("is" in found) return found.is
    const again = async (): Promise<void> => {
      await pin(found.missed, this.pinned)
      this.steps = this.begin()
    }
    return { awaits: again() }
  }
}

/** Tensors that one reading has waited for; they stay until it is done, however many there are. */
type Pinned = Map<RunTensor, Tensor>

interface Attempt {
  readonly pinned: Pinned
  missed: RunTensor | null
}

let current: Attempt | null = null

async function pin(missed: RunTensor, pinned: Pinned): Promise<void> {
  pinned.set(missed, await windowOf(missed).later())
}

/** Who is stopped is stopped by an error; one that catches it has not read anything either. */
function attempt<T>(pinned: Pinned, read: () => T): { readonly is: T } | { readonly missed: RunTensor } {
  const outer = current
  const mine: Attempt = { pinned, missed: null }
  current = mine
  try {
    const is = read()
    return mine.missed === null ? { is } : { missed: mine.missed }
  } catch (error) {
    if (mine.missed === null) throw error
    return { missed: mine.missed }
  } finally {
    current = outer
  }
}

const views = new WeakMap<ShownRun, RunResult>()
/** By the tensors of views. */
const owners = new WeakMap<Tensor, RunTensor>()

function viewOf(run: ShownRun): RunResult {
  const known = views.get(run)
  if (known !== undefined) return known
  const { mode, dtype, seed, engine, target, loss, fed, steps, problems } = run
  const view: RunResult = {
    ...{ mode, dtype, seed, engine, target, loss, fed, steps, problems },
    values: viewOfKind(run, "value"),
    params: viewOfKind(run, "param"),
    buffers: viewOfKind(run, "buffer"),
    onCards: viewOfKind(run, "onCard"),
    gradients: viewOfKind(run, "gradient"),
    wires: viewOfKind(run, "wire"),
  }
  views.set(run, view)
  return view
}

function viewOfKind(run: ShownRun, kind: Kind): ReadonlyMap<string, Tensor> {
  return new Map(
    run.names(kind).flatMap((name) => {
      const tensor = run.at(kind, name)
      return tensor === undefined ? [] : [[name, viewOfTensor(tensor)] as const]
    }),
  )
}

function viewOfTensor(tensor: RunTensor): Tensor {
  const { told } = tensor
  const view: Tensor = cameAlong(told)
    ? told
    : {
        shape: told.shape,
        get data(): TensorData {
          return dataOf(tensor)
        },
      }
  owners.set(view, tensor)
  return view
}

/** The numbers of a tensor that did not come along, if they are here by now. */
function dataOf(tensor: RunTensor): TensorData {
  const pinned = current?.pinned.get(tensor)
  if (pinned !== undefined) return pinned.data
  const found = windowOf(tensor).now()
  if (found !== null) return found.is.data
  if (current !== null) current.missed ??= tensor
  throw new Error(`the numbers of ${tensor.place.name} have not been fetched`)
}
