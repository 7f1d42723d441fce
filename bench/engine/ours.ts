// Our sides of the bench: a training that takes one step after another, or plain runs, by any engine.

import { analyze, offerThreads, ops, type planTraining, run, thread } from "../../src/library.ts"
import { stepper as stepping } from "../stepper.ts"
import { type Part, type Workload, workloads } from "./workloads.ts"

type Analysis = ReturnType<typeof analyze>
type Kept = NonNullable<Parameters<typeof run>[3]>
type Engine = NonNullable<Parameters<typeof planTraining>[1]["engine"]>

/** What is timed. */
export function timed(): readonly Workload[] {
  return workloads
}

/** Trainings share their work with threads from now on, so many in all; `start` starts one that does what a text says. */
export function shareWork(
  start: (text: string) => ReturnType<Parameters<typeof offerThreads>[0]>,
  count: number,
): void {
  offerThreads(() => start(String(thread)), count)
}

/** What every node starts with, drawn once. */
function keptBy(analysis: Analysis, mode: "train" | "eval"): Kept {
  const { params, buffers, values } = run(analysis, { mode, dtype: "float32", backward: false })
  const found = (id: string, names: readonly { readonly name: string }[]) =>
    names.flatMap(({ name }) => {
      const tensor = params.get(`${id}.${name}`) ?? buffers.get(`${id}.${name}`) ?? values.get(`${id}:${name}`)
      return tensor === undefined ? [] : [[name, tensor] as const]
    })
  return new Map(
    [...analysis.nodes].map(([id, node]) => [
      id,
      { params: new Map(found(id, node.params)), buffers: new Map(found(id, node.buffers)) },
    ]),
  )
}

/** The convolution of a chain that is timed: it has others before and behind it, as in a network. */
const TIMED = "layer1"
/** Steps of a plan by what they are for, the transforms of its weights among them. */
const STEPS: Readonly<Record<Part, (phase: string, step: string) => boolean>> = {
  output: (phase) => phase === "forward",
  input: (phase, step) => phase === "backward" && /(, input|transform weights|border of zeros)$/.test(step),
  weight: (phase, step) => phase === "backward" && /(, weights|transform gradient|^zeros)$/.test(step),
}

/** Milliseconds that the steps of one convolution take in a run of all values and gradients. */
function convolutionStepper(document: Workload["document"], asked: Part, engine: Engine): () => number {
  const analysis = analyze(document, ops, "train")
  const kept = keptBy(analysis, "train")
  const options = { mode: "train", dtype: "float32", engine, memoryLimit: 2 ** 32 } as const
  return () => {
    const { plan, arena } = run(analysis, options, () => performance.now(), kept)
    const steps = plan?.().steps.filter(({ node, phase, step }) => node === TIMED && STEPS[asked](phase, step)) ?? []
    arena?.release()
    return steps.reduce((sum, { milliseconds = Number.NaN }) => sum + milliseconds, steps.length === 0 ? Number.NaN : 0)
  }
}

/** Takes a step, or runs, with each call; answers its loss, or its milliseconds where those of a part are asked for. */
export function stepper({ document, work, asked: part }: Workload, engine: Engine): () => number {
  if (part !== undefined) return convolutionStepper(document, part, engine)
  const options = { dtype: "float32", engine, memoryLimit: 2 ** 32 } as const
  if (work === "train") return stepping(document, options)
  const mode = work === "forward" ? "eval" : "train"
  const analysis = analyze(document, ops, mode)
  const kept = keptBy(analysis, mode)
  // What the others answer: the loss, and the gradients of what is learned.
  const params = [...analysis.nodes].flatMap(([id, node]) => node.params.map(({ name }) => `${id}.${name}`))
  const asked = { ...options, mode, backward: work === "both", only: new Set(work === "both" ? params : []) } as const
  return () => {
    const { loss, arena, problems } = run(analysis, asked, undefined, kept)
    const [problem] = problems
    arena?.release()
    if (problem !== undefined) throw new Error(problem.sentence)
    return loss ?? Number.NaN
  }
}

/** Milliseconds from a document to the end of its first step: plan, code, params and the step itself. */
export function firstStep(workload: Workload, engine: Engine): number {
  const start = performance.now()
  stepper(workload, engine)()
  return performance.now() - start
}
