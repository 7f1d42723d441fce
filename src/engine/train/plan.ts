// From a document to a training that can be run: choices read, data made, the graph analysed for every size of batch that will
// come; or the problems, one sentence each.

import { analyze } from "../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { RUN_BYTES } from "../../graph/limits.ts"
import { planeOf } from "../../graph/measure/readOff.ts"
import type { Problem } from "../../graph/problem.ts"
import { placeName } from "../../graph/wire.ts"
import { ops } from "../../ops/registry.ts"
import { type Dtype, sizeOf } from "../../tensor/tensor.ts"
import type { MadeData } from "../data/data.ts"
import { type Feed, readFeeds } from "../data/feeds.ts"
import { isDataProblem, makeData } from "../data/make.ts"
import { planeRange } from "../data/ranges.ts"
import type { Engine } from "../pass/result.ts"
import { engineOf, threadsOf } from "../planned/choosing.ts"
import { classifiedBy } from "./metrics.ts"
import { memoryProblem } from "./passes.ts"
import { batchSizes, chunkOf, type EpochSizes, preparations } from "./preparations.ts"
import { isGiven, type Prepared } from "./prepared.ts"
import type { LearnedParam, TrainOptions, TrainPlan, TrainPlane, TrainSummary } from "./report.ts"
import { type Choices, readChoices } from "./settings/choices.ts"
import { readMultipliers } from "./settings/rates.ts"
import { sumsExamples } from "./summed.ts"
import { unfedInputs } from "./unfed.ts"

/** Where neither the document nor the caller says how many. */
export const DEFAULT_EPOCHS = 10
/** Plans the training of a document. Never throws for what a document can hold. */
export function planTraining(
  document: GradwireDocument,
  options: TrainOptions,
): { readonly plan: TrainPlan | null; readonly problems: readonly Problem[] } {
  const training = document.training ?? {}
  const seed = options.seed ?? document.seed ?? 0
  const { choices, problems: chosen } = readChoices(training)
  const data = document.data === undefined ? null : makeData(document.data, seed, options.dtype)
  if (choices === null) return refused(chosen)
  if (data !== null && isDataProblem(data)) return refused([data])
  const written = analyze(document, ops, "train")
  const { feeds, problems: unfed } = data === null ? NO_FEEDS : readFeeds(written, data)
  if (unfed.length > 0) return refused(unfed)
  const sizes = batchSizes(data, training.batch_size ?? null, options.dropLast ?? training.drop_last ?? false)
  if ("sentence" in sizes) return refused([sizes])
  const multipliers = readMultipliers(written, training.multipliers ?? {})
  const { frozen } = multipliers
  const made = preparations(document, feeds, written, frozen, data, sizes, options)
  // An Input that nothing feeds is often why the sizes do not agree.
  if ("problems" in made) return refused([...made.problems, ...unfedInputs(written, fieldsOf(data))])
  // After those of the graph: a node without a shape has no params that a multiplier could name.
  if (multipliers.problems.length > 0) return refused(multipliers.problems)
  const first = made.at(sizes.batch, "train")
  const params = learnedParams(first, multipliers.of)
  if (params.length === 0) return refused([nothingLearned(first, frozen)])
  const epochs = options.epochs ?? training.epochs ?? DEFAULT_EPOCHS
  const engine = engineOf(options)
  const { dtype } = options
  const summary = summaryOf({ choices, data, feeds, sizes, first, params, frozen, epochs, seed, dtype, engine })
  const { shuffle = true, redraw = false } = training
  const common = { document, summary, choices, dtype: options.dtype, seed, data, feeds, shuffle, redraw, frozen }
  const whole = sumsExamples(first, feeds) ? sizes.batch : null
  const done = Math.min(options.epochsDone ?? 0, epochs) * sizes.steps
  const memoryLimit = options.memoryLimit ?? RUN_BYTES
  const chunk = chunkOf(sizes.batch, written, feeds)
  const plan: TrainPlan = { ...common, whole, done, at: made.at, chunk, memoryLimit }
  const tooMuch = memoryProblem(plan, made.paces)
  return tooMuch === null ? { plan, problems: summary.problems } : refused([tooMuch])
}

const NO_FEEDS = { feeds: [], problems: [] }

function fieldsOf(data: MadeData | null): readonly string[] {
  return data === null ? [] : [...data.training.fields.keys()]
}

function refused(problems: readonly Problem[]): { readonly plan: null; readonly problems: readonly Problem[] } {
  return { plan: null, problems }
}

// ---- What is learned ------------------------------------------------------------------------------------------------

/** The params that a step can change, in document order: on a way to the target, created at their node, not frozen. */
function learnedParams(
  prepared: Prepared,
  multiplier: (node: string, param: string) => number,
): readonly LearnedParam[] {
  const reaching = new Set(prepared.nodes.map(({ id }) => id))
  return [...prepared.analysis.nodes.values()].flatMap((node) =>
    reaching.has(node.id)
      ? node.params.flatMap(({ name, wired, shape }) => {
          const full = `${node.id}.${name}`
          if (wired !== null || prepared.needs.frozen.has(full)) return []
          return [{ name: full, node: node.id, shape, multiplier: multiplier(node.id, name) }]
        })
      : [],
  )
}

function nothingLearned({ end, analysis }: Prepared, frozen: ReadonlySet<string>): Problem {
  const elsewhere = [...analysis.nodes.values()].some(({ params }) => params.length > 0)
  const why =
    frozen.size > 0
      ? `all that leads to "${placeName(end)}" is frozen by a multiplier 0; set one of them above 0`
      : elsewhere
        ? `no layer with params leads to the target "${placeName(end)}"; choose another target or wire one in`
        : "the graph has no params; add a layer such as Linear, or a Parameter"
  return { code: "GW-R101", severity: "error", node: end.node, sentence: `There is nothing to learn: ${why}.` }
}

// ---- The summary ----------------------------------------------------------------------------------------------------

function summaryOf(known: {
  readonly choices: Choices
  readonly data: MadeData | null
  readonly feeds: readonly Feed[]
  readonly sizes: EpochSizes
  readonly first: Prepared
  readonly params: readonly LearnedParam[]
  readonly frozen: ReadonlySet<string>
  readonly epochs: number
  readonly seed: number
  readonly dtype: Dtype
  readonly engine: Engine
}): TrainSummary {
  const { choices, data, feeds, sizes, first, params, frozen, epochs, seed, dtype, engine } = known
  return {
    dtype,
    engine,
    threads: engine === "eager" ? 1 : threadsOf(first),
    seed,
    target: placeName(first.end),
    objective: isGiven(first) ? "Σ dY·y" : "loss",
    optimizer: choices.optimizer.of.kind,
    schedule: choices.schedule.of.kind,
    clip: choices.clip?.of.kind ?? null,
    examples: data === null ? null : { training: data.training.count, validation: data.validation?.count ?? 0 },
    batchSize: data === null ? null : sizes.batch,
    dropped: sizes.dropped,
    stepsPerEpoch: sizes.steps,
    epochs,
    steps: sizes.steps * epochs,
    params,
    frozen: [...frozen],
    learned: params.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    classified: classifiedBy(first, feeds, data),
    plane: planeWith(first, feeds, data),
    problems: [
      ...first.analysis.problems.filter(({ severity }) => severity === "warning"),
      ...unfedInputs(first.analysis, fieldsOf(data)),
    ],
  }
}

function planeWith({ analysis, nodes }: Prepared, feeds: readonly Feed[], data: MadeData | null): TrainPlane | null {
  const plane = planeOf(analysis, nodes)
  const fed = feeds.find(({ input }) => input === plane?.input)
  return plane && { ...plane, ...planeRange(fed === undefined ? null : (data?.training ?? null), fed?.field ?? "") }
}
