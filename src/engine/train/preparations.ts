// The graph prepared for every size of batch that a training will come to: full ones, the rest at the end of an epoch, and
// those of an evaluation. What is wrong with one of them is found before the first step.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { examplesWords, inBatch, keepers, newErrors } from "../../graph/measure/atBatch.ts"
import { count, type Problem } from "../../graph/problem.ts"
import { placeName } from "../../graph/wire.ts"
import type { Mode } from "../../ops/op.ts"
import { formatShape } from "../../tensor/tensor.ts"
import type { MadeData } from "../data/data.ts"
import { type Feed, fedDocument } from "../data/feeds.ts"
import type { Pace } from "./passes.ts"
import { isGiven, isPrepared, type Prepared, prepare } from "./prepared.ts"
import type { TrainOptions } from "./report.ts"

/** Examples that one pass over held-back data takes, unless a batch is larger. */
const EVALUATED_AT_ONCE = 256

/** Examples of each step of an epoch. */
export interface EpochSizes {
  readonly batch: number
  /** Examples left for the last step of an epoch; 0 where batches divide the data. */
  readonly rest: number
  /** Examples that are left out of every epoch instead. */
  readonly dropped: number
  readonly steps: number
}

/** How the data fall into batches; all zero without data. `dropLast`: without what is left at the end of an epoch. */
export function batchSizes(data: MadeData | null, wanted: number | null, dropLast: boolean): EpochSizes | Problem {
  if (data === null) return { batch: 0, rest: 0, dropped: 0, steps: 1 }
  const all = data.training.count
  const batch = wanted ?? all
  const path = "/training/batch_size"
  if (batch > all) {
    const held = data.validation === null ? "" : ` (${count(data.validation.count)} more are for validation)`
    const sentence = `A batch takes ${count(batch)} examples, but there are ${count(all)} to train on${held}; make the batch smaller or the data more.${dropLast ? " With drop_last set no batch at all would be left." : ""}`
    return { code: "GW-R106", severity: "error", sentence, found: String(batch), expected: `at most ${all}`, path }
  }
  const left = all % batch
  return dropLast
    ? { batch, rest: 0, dropped: left, steps: Math.floor(all / batch) }
    : { batch, rest: left, dropped: 0, steps: Math.ceil(all / batch) }
}

/** Examples that one pass in evaluation mode takes of `all`: as many as a batch where numbers that are written have that size. */
export function chunkOf(batch: number, written: Analysis, feeds: readonly Feed[]): (all: number) => number {
  const keeps = keepers(written, new Set(feeds.map(({ input }) => input))).length > 0
  return (all) => Math.min(all, keeps ? batch : Math.max(batch, EVALUATED_AT_ONCE))
}

/** Analyses for every size that will come, so that nothing can go wrong with shapes later. */
export function preparations(
  document: GradwireDocument,
  feeds: readonly Feed[],
  written: Analysis,
  frozen: ReadonlySet<string>,
  data: MadeData | null,
  sizes: EpochSizes,
  options: TrainOptions,
):
  | { readonly at: (size: number, mode: Mode) => Prepared; readonly paces: readonly Pace[] }
  | { readonly problems: readonly Problem[] } {
  const known = new Map<string, Prepared>()
  const upstreamSeed = document.training?.redraw === true ? null : (options.seed ?? document.seed ?? 0)
  const find = (size: number, mode: Mode): Prepared | readonly Problem[] => {
    const key = `${mode} ${size}`
    const before = known.get(key)
    if (before !== undefined) return before
    const fed = data === null ? document : fedDocument(written, feeds, size)
    const made = prepare(fed, mode, frozen, upstreamSeed)
    const problems = isPrepared(made) ? badNodes(made) : targetless(made)
    if (problems.length > 0) return problems
    if (!isPrepared(made)) throw new Error("a graph without a target has no problem")
    known.set(key, made)
    return made
  }
  const paces = comingSizes(data, sizes, chunkOf(sizes.batch, written, feeds))
  for (const coming of paces) {
    const found = find(coming.size, coming.mode)
    if (!("end" in found)) return { problems: data === null ? found : inItsBatch(found, written, coming, feeds) }
    const problem = scalarProblem(found) ?? givenProblem(found, written, data === null ? null : coming.size)
    if (problem !== null) return { problems: [problem] }
  }
  return {
    paces,
    at: (size, mode) => {
      const found = find(size, mode)
      if ("end" in found) return found
      throw new Error(`a batch of ${size} was not planned: ${found[0]?.sentence}`)
    },
  }
}

/** A size of batch that a training comes to, and where. */
interface Coming extends Pace {
  /** Begins a sentence: `With a batch of 5 examples`. */
  readonly words: string
  /** Whether `drop_last` would leave it out. */
  readonly last: boolean
}

function comingSizes(
  data: MadeData | null,
  { batch, rest, steps }: EpochSizes,
  chunkOf: (all: number) => number,
): readonly Coming[] {
  const full: Coming = { size: batch, mode: "train", words: `With a batch of ${examplesWords(batch)}`, last: false }
  const all = [full]
  if (rest > 0) {
    const parts = `${count(steps - 1)}·${count(batch)} + ${count(rest)} = ${count((steps - 1) * batch + rest)}`
    const words = `The last batch of each epoch, number ${count(steps)}, has only ${examplesWords(rest)} (${parts})`
    all.push({ size: rest, mode: "train", words, last: true })
  }
  for (const [part, set] of [["training", data?.training] as const, ["validation", data?.validation] as const]) {
    if (set == null) continue
    const chunk = chunkOf(set.count)
    all.push({ ...full, size: chunk, mode: "eval", words: `Looking at ${examplesWords(chunk)} at once` })
    const left = set.count % chunk
    if (left === 0) continue
    const words = `The last part of the ${count(set.count)} ${part} examples, looked at ${count(chunk)} at a time, has only ${examplesWords(left)}`
    all.push({ ...full, size: left, mode: "eval", words })
  }
  return all
}

/** What keeps the target from being computed: errors of the nodes before it. */
function badNodes({ analysis, end, nodes }: Prepared): readonly Problem[] {
  if (nodes.some(({ id }) => id === end.node)) return []
  const errors = analysis.problems.filter(({ severity }) => severity === "error")
  if (errors.length > 0) return errors
  const sentence = `The target "${end.node}" cannot be computed, so nothing can be learned; mend what is before it.`
  return [{ code: "GW-R102", severity: "error", sentence, node: end.node }]
}

function targetless(analysis: Analysis): readonly Problem[] {
  const errors = analysis.problems.filter(({ severity }) => severity === "error")
  if (errors.length > 0) return errors
  const sentence = "Training needs a target to make smaller, and the graph has none; add a loss and make it the target."
  return [{ code: "GW-R102", severity: "error", sentence, path: "/target" }]
}

/** Problems that the document as written does not have come from the size of the batch: then the sentence says so. */
function inItsBatch(
  problems: readonly Problem[],
  written: Analysis,
  coming: Coming,
  feeds: readonly Feed[],
): readonly Problem[] {
  const fed = new Set(feeds.map(({ input }) => input))
  const isNew = newErrors(written)
  return problems.map((problem) => {
    // Full batches were tried before the last one, so this is about its size alone.
    if (!coming.last && !isNew(problem)) return problem
    const told = inBatch(problem, coming.words, written, fed)
    if (!coming.last) return told
    const advice = " Set drop_last to leave that batch out, or choose another batch_size."
    return { ...told, sentence: `${told.sentence}${advice}`, path: "/training/drop_last" }
  })
}

function scalarProblem(prepared: Prepared): Problem | null {
  const { analysis, end } = prepared
  if (isGiven(prepared)) return null
  const shape = analysis.nodes.get(end.node)?.outputs?.[end.port]
  const sizes = shape?.filter((n): n is number => typeof n === "number") ?? []
  if (end.index === undefined && sizes.length === 0) return null
  const found = end.index === undefined ? formatShape(sizes) : "one of a list"
  const sentence = `The target "${placeName(end)}" is ${found}, but training makes one number smaller; add a loss with reduction "mean" or a Sum and make it the target, or give it an upstream gradient dY: then Σ dY·y is made smaller.`
  return { code: "GW-R102", severity: "error", sentence, node: end.node, port: end.port, found, expected: "scalar" }
}

/** Why the upstream gradient of the target cannot be used in steps of this size: as written, or only there. */
function givenProblem({ analysis, end }: Prepared, written: Analysis, size: number | null): Problem | null {
  const wrong = analysis.problems.find(({ severity, place }) => severity === "error" && place?.startsWith("upstream."))
  if (wrong === undefined) return null
  const before = written.problems.find(({ code, place }) => code === wrong.code && place === wrong.place)
  if (before !== undefined || size === null) return before ?? wrong
  const examples = size === 1 ? "1 example" : `${count(size)} examples`
  const sentence = `The upstream gradient of "${placeName(end)}" is written down for ${wrong.found ?? "another shape"}, but with ${examples} it must be ${wrong.expected ?? "another"}. Draw it by a rule, which follows the shape, or train on exactly the examples that it is written for, in one batch.`
  return { ...wrong, code: "GW-R111", sentence }
}
