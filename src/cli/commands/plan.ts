import {
  arenaWords,
  OWN_RULE,
  sumWords,
  type ToldPlan,
  type ToldStep,
  withoutWords,
} from "../../engine/pass/toldPlan.ts"
import { leaseSteps } from "../../engine/planned/cache.ts"
import { threadsOf } from "../../engine/planned/choosing.ts"
import { timePlan, toldPlan, toldSteps } from "../../engine/planned/described.ts"
import type { Wanted } from "../../engine/planned/drafting.ts"
import { planGraph } from "../../engine/planned/plan.ts"
import { draftUpdates } from "../../engine/planned/updates/drafted.ts"
import { startUpdating } from "../../engine/planned/updates/updating.ts"
import { planTraining } from "../../engine/train/plan.ts"
import { type Prepared, preparedTo } from "../../engine/train/prepared.ts"
import { readChoices } from "../../engine/train/settings/choices.ts"
import { readMultipliers } from "../../engine/train/settings/rates.ts"
import { ruleOf } from "../../engine/train/updates.ts"
import { writeBytes, writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { TrainingDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { ended } from "../../tensor/work.ts"
import { type Command, firstArgument } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { JSON_OPTION, MODE, modeOf } from "../parts/options.ts"
import { columns, hasErrors, jsonText, plain, reportProblems } from "../parts/output.ts"
import { shareWork, THREADS } from "../parts/threads.ts"

export const plan: Command = {
  name: "plan",
  usage: "FILE",
  summary: "Prints what the planned engine would do: steps, kernels, bytes, and the nodes that have no kernel.",
  least: 1,
  most: 1,
  options: {
    mode: MODE,
    threads: THREADS,
    time: { type: "boolean", doc: "run the plan some times and print how long each step takes" },
    json: JSON_OPTION,
  },
  notes:
    "In training mode the plan goes forward to the target and back to the params that lead there, and where the document says how it is trained, on to the update of each of them; in evaluation mode it goes forward. Bytes of a step are those of all buffers that it looks at. The arena holds all buffers, those that are never needed together in one place. Nothing is run but with --time: then each step has the least of five runs, GFLOP/s (two for a multiply-add) and GB/s through its buffers, each byte counted once.",
  run: async (call) => {
    const mode = modeOf(call)
    shareWork(call)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
    const told = analysis === null ? null : toldOf(analysis, call.options.time === true)
    const all = analysis === null || told === null ? problems : [...problems, ...refusedTraining(analysis)]
    if (call.options.json === true)
      await call.io.out(`${jsonText({ engine: "planned", mode, ...told, problems: all }, 2)}\n`)
    else if (told !== null) await call.io.out(inWords(told))
    await reportProblems(call.io, name, all)
    return hasErrors(problems) || told === null ? 1 : 0
  },
}

/** What a training would be refused for that takes too much memory; a plan can be looked at all the same. */
function refusedTraining({ mode, document }: Analysis): readonly Problem[] {
  if (mode === "eval" || (document.training === undefined && document.data === undefined)) return []
  const { problems } = planTraining(document, { dtype: "float32", engine: "planned" })
  return problems.flatMap((problem): Problem[] =>
    problem.code === "GW-E210"
      ? [{ ...problem, severity: "warning", sentence: `train would refuse this: ${problem.sentence}` }]
      : [],
  )
}

/** Null where the graph has no target that can be computed. */
function toldOf(analysis: Analysis, timed: boolean): ToldPlan | null {
  const { target } = analysis
  if (target === null || analysis.nodes.get(target.node)?.state !== "ok") return null
  const { training } = analysis.document
  const frozen = readMultipliers(analysis, training?.multipliers ?? {}).frozen
  const prepared = preparedTo(analysis, target, frozen)
  const { nodes, backwards, needs, roots, end } = prepared
  const back = analysis.mode === "train" ? backwards : []
  const wanted: Wanted = { analysis, nodes, backwards: back, needs, roots, reads: [end] }
  const updates = analysis.mode === "train" && training !== undefined ? updatesOf(prepared, training, timed) : []
  const told = timed ? timedPlan(wanted) : toldPlan(planGraph(wanted, false, threadsOf(wanted)))
  return { ...told, steps: [...told.steps, ...updates] }
}

const clock = (): number => performance.now()

function timedPlan(wanted: Wanted): ToldPlan {
  const { graph } = ended(leaseSteps(wanted, false))
  return toldPlan(graph.plan, timePlan(graph, ROUNDS, clock))
}

/** The steps of an optimizer; none where the document's choices cannot be read. */
function updatesOf({ nodes, needs }: Prepared, training: TrainingDocument, timed: boolean): readonly ToldStep[] {
  const { choices } = readChoices(training)
  const params = nodes.flatMap(({ id, params: own }) =>
    own.flatMap(({ name, wired, shape }) => {
      const full = `${id}.${name}`
      return wired !== null || needs.frozen.has(full) ? [] : [{ name: full, node: id, shape }]
    }),
  )
  if (choices === null) return []
  const rule = ruleOf(choices)
  if (!timed) return toldSteps(draftUpdates(params, rule, false).draft.steps)
  const updating = startUpdating(params, rule, false)
  if (updating === null) return []
  const rounds = Array.from({ length: ROUNDS }, () => updating.timed(clock))
  const least = updating.plan.draft.steps.map((_, i) => Math.min(...rounds.map((times) => times[i] ?? 0)))
  return toldSteps(updating.plan.draft.steps, least)
}

const ROUNDS = 5

function inWords(told: ToldPlan): string {
  const { threads, steps, eager } = told
  const timed = steps.some(({ milliseconds }) => milliseconds !== undefined)
  const head = ["phase", "node", "step", " MACs", " bytes", ...(timed ? [" ms", " GFLOP/s", " GB/s"] : [])]
  const rows = steps.map(({ phase, node, step, macs, bytes, milliseconds, gflops, gbps }: ToldStep) => [
    phase,
    plain(node),
    step,
    macs === 0 ? "" : macs.toLocaleString("en-GB"),
    bytes === 0 ? "" : writeBytes(bytes),
    ...(timed ? [milliseconds, gflops, gbps].map((n) => (n === undefined ? "" : writeNumber(n, 3))) : []),
  ])
  const sum = (of: (step: ToldStep) => number): number => steps.reduce((all, step) => all + of(step), 0)
  const time = timed ? sum(({ milliseconds = 0 }) => milliseconds) : null
  const counted = sum(({ step, milliseconds = 0 }) => (step === OWN_RULE ? 0 : milliseconds))
  const words = [
    sumWords({ steps: steps.length, macs: sum(({ macs }) => macs), time, counted }),
    arenaWords(told),
    threads === 1 ? "One thread." : `${threads} threads share the larger steps.`,
    plain(withoutWords(told, (node) => node, eager.length)),
  ]
  return `${columns([head, ...rows])}\n${words.join("\n")}\n`
}
