// Our sides of the bench: a training that takes one step after another, or plain runs, by any engine.

import { analyze, ops, type planTraining, run } from "../../src/library.ts"
import { stepper as stepping } from "../stepper.ts"
import { type Workload, workloads } from "./workloads.ts"

type Analysis = ReturnType<typeof analyze>
type Kept = NonNullable<Parameters<typeof run>[3]>
type Engine = NonNullable<Parameters<typeof planTraining>[1]["engine"]>

/** What is timed. */
export function timed(): readonly Workload[] {
  return workloads
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

/** Takes a step, or runs, with each call; answers its loss. */
export function stepper({ document, work }: Workload, engine: Engine): () => number {
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
