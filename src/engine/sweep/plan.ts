// From the document's `sweep` to a plan: values written out, seeds counted up, every place and readout known by name.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import { shapeAt } from "../../graph/analysis/shapes.ts"
import type { Code } from "../../graph/codes.ts"
import type { GradwireDocument, SweepDocument, SweepReadout } from "../../graph/document.ts"
import { MAX_SWEEP_POINTS } from "../../graph/limits.ts"
import { count, type Problem } from "../../graph/problem.ts"
import { isSeed, SEED_RULE } from "../../graph/values/seed.ts"
import { ops } from "../../ops/registry.ts"
import type { Engine } from "../pass/result.ts"
import { type Objective, rootsOf } from "../pass/upstream.ts"
import { engineOf, plainEngine } from "../planned/choosing.ts"
import { numberAt, withPlace } from "./place.ts"
import { readoutFault } from "./readout.ts"
import type { SweepOptions, SweepPlan } from "./report.ts"
import { pointsOf } from "./summary.ts"

/** A plan, or every reason why there is none. */
type Planned = { readonly plan: SweepPlan } | { readonly problems: readonly Problem[] }

/** Plans the sweep that a document describes. A value that a place cannot take is no reason: its point will say so. */
export function planSweep(document: GradwireDocument, options: SweepOptions): Planned {
  const { sweep } = document
  if (sweep === undefined) {
    return { problems: [problem("GW-E412", "The document describes no sweep; say what to set and what to read.", "")] }
  }
  const problems: Problem[] = []
  if (sweep.set.includes("seed")) problems.push(...seedProblems(sweep))
  const values = valuesOf(document, sweep, problems)
  const seeds = seedsOf(document, sweep, problems)
  if (sweep.set.length === 0) {
    problems.push(
      problem("GW-E412", "The sweep sets nothing; name a place such as seed or training.optimizer.lr.", "/set"),
    )
  }
  for (const [index, place] of sweep.set.entries()) {
    const placed = withPlace(document, place, values[0] ?? 0)
    if ("problem" in placed && placed.problem.code === "GW-E410") {
      problems.push({ ...placed.problem, path: `/sweep/set/${index}` })
    }
  }
  const run = sweep.run ?? "backward"
  problems.push(...readoutProblems(sweep.readouts, run))
  const mode = options.mode ?? sweep.mode ?? "train"
  const { set, readouts } = sweep
  const analysis = analyze(document, ops, mode)
  const objective = objectiveOf(analysis, run)
  const plan: SweepPlan = {
    set,
    values,
    log: isLog(sweep),
    seeds,
    run,
    mode,
    dtype: options.dtype,
    engine: run === "train" ? engineOf(options) : engineOfPoints(document, { set, values, mode }, options),
    readouts,
    objective,
  }
  if (pointsOf(plan) > MAX_SWEEP_POINTS) {
    const found = `${count(values.length)} values with ${count(seeds.length)} seeds are ${count(pointsOf(plan))} runs`
    problems.push(problem("GW-E412", `${found}; the limit is ${count(MAX_SWEEP_POINTS)}.`, "/values"))
  }
  return problems.length > 0 ? { problems } : { plan }
}

/** One engine for all points, so that they can be compared: the one that the largest of them would be run by. */
function engineOfPoints(
  document: GradwireDocument,
  { set, values, mode }: Pick<SweepPlan, "set" | "values" | "mode">,
  options: SweepOptions,
): Engine {
  const engine = engineOf(options)
  if (engine === "eager" || options.anySize === true) return engine
  const large = someOf(values).some((value) => {
    const placed = pointDocument(document, { set }, value, document.seed ?? 0)
    return !("sentence" in placed) && plainEngine(analyze(placed, ops, mode), options) !== "eager"
  })
  return large ? engine : "eager"
}

/** Points that are looked at to find a large one. */
const LOOKED_AT = 32

/** The largest value first, which mostly is of the largest point; of many some, evenly. */
function someOf(values: readonly number[]): readonly number[] {
  const down = [...values].sort((a, b) => b - a)
  const stride = Math.max(1, (down.length - 1) / (LOOKED_AT - 1))
  return down.length <= LOOKED_AT
    ? down
    : Array.from({ length: LOOKED_AT }, (_, i) => down[Math.round(i * stride)] ?? 0)
}

/** What the readout `loss` reads: a run answers a target of one number as it is, a training Σ dY·y wherever dY is given. */
function objectiveOf(analysis: Analysis, run: SweepPlan["run"]): Objective {
  const [target] = rootsOf(analysis)
  if (target === undefined) return "loss"
  const isNumber = shapeAt(analysis.nodes.get(target.source.node)?.outputs, target.source)?.length === 0
  const sums = run === "train" ? target.written.length > 0 : !isNumber
  return sums ? "Σ dY·y" : "loss"
}

function isLog({ values }: SweepDocument): boolean {
  return "from" in values && values.scale === "log"
}

function readoutProblems(readouts: readonly SweepReadout[], run: SweepPlan["run"]): readonly Problem[] {
  if (readouts.length === 0) {
    return [problem("GW-E412", "The sweep reads nothing; name a readout such as loss.", "/readouts")]
  }
  return readouts.flatMap((readout, index) => {
    const sentence = readoutFault(readout, run)
    return sentence === null ? [] : [problem("GW-E413", sentence, `/readouts/${index}`)]
  })
}

// ---- Values -----------------------------------------------------------------------------------------------------------

function valuesOf(document: GradwireDocument, { values, set }: SweepDocument, problems: Problem[]): readonly number[] {
  if (!("from" in values)) {
    if (values.length === 0) problems.push(problem("GW-E412", "The sweep has no values; give at least one.", "/values"))
    const odd = values.find((value) => !Number.isFinite(value))
    if (odd !== undefined) problems.push(problem("GW-E412", `The value ${odd} is not finite.`, "/values"))
    return [...new Set(values)]
  }
  const fault = rangeFault(values)
  if (fault === null) return rangeValues(document, set, values)
  problems.push(problem("GW-E412", fault, "/values"))
  return []
}

/** Values by their ends and their number. */
export type ValueRange = Extract<SweepDocument["values"], { readonly from: number }>

function rangeFault({ from, to, count: many, scale }: ValueRange): string | null {
  if (!Number.isFinite(from) || !Number.isFinite(to))
    return `The range from ${from} to ${to} has an end that is not finite.`
  if (!Number.isSafeInteger(many) || many < 1)
    return `The range has ${many} values; the count is a whole number of at least 1.`
  if (many > MAX_SWEEP_POINTS) return `The range has ${count(many)} values; the limit is ${count(MAX_SWEEP_POINTS)}.`
  if (scale === "log" && !(from > 0 && to > 0)) {
    return `A logarithmic range needs ends above 0, not ${from} and ${to}; use a linear one.`
  }
  return null
}

/** The numbers of a range; where a place takes whole numbers only, the nearest ones, each once. */
function rangeValues(document: GradwireDocument, set: readonly string[], range: ValueRange): readonly number[] {
  return [...new Set(spacedValues(range).map((x) => (takes(document, set, x) ? x : wholeNear(document, set, x))))]
}

/** `count` numbers from one end to the other, both included, in equal steps or equal ratios, to 12 digits. */
export function spacedValues({ from, to, count: many, scale }: ValueRange): readonly number[] {
  return Array.from({ length: many }, (_, i) => {
    const t = many === 1 ? 0 : i / (many - 1)
    const x = scale === "log" ? from * (to / from) ** t : from + (to - from) * t
    return Number(x.toPrecision(12))
  })
}

function wholeNear(document: GradwireDocument, set: readonly string[], x: number): number {
  return takes(document, set, Math.round(x)) ? Math.round(x) : x
}

function takes(document: GradwireDocument, set: readonly string[], x: number): boolean {
  return set.every((place) => "document" in withPlace(document, place, x))
}

/** A seed is never rounded: what somebody wants of half a seed is not known. */
function seedProblems({ values }: SweepDocument): readonly Problem[] {
  const given = "from" in values ? [values.from, values.to] : values
  const odd = given.find((value) => Number.isFinite(value) && !isSeed(value))
  return odd === undefined ? [] : [problem("GW-E411", `The seed cannot be ${odd}: it is ${SEED_RULE}.`, "/values")]
}

function seedsOf(document: GradwireDocument, sweep: SweepDocument, problems: Problem[]): readonly number[] {
  const repeats = sweep.repeats ?? 1
  if (!Number.isSafeInteger(repeats) || repeats < 1 || repeats > MAX_SWEEP_POINTS) {
    const wanted = `a whole number from 1 to ${count(MAX_SWEEP_POINTS)}`
    problems.push(problem("GW-E412", `A sweep repeats ${wanted} times, not ${repeats}.`, "/repeats"))
    return []
  }
  if (repeats > 1 && sweep.set.includes("seed")) {
    const sentence = `The seed itself is swept, so it cannot count up for ${repeats} repeats as well; repeat once.`
    problems.push(problem("GW-E412", sentence, "/repeats"))
  }
  const first = numberAt(document, "seed") ?? 0
  if (!isSeed(first + (repeats - 1))) {
    const sentence = `${count(repeats)} seeds counted up from ${first} pass the largest seed; begin with a smaller one.`
    problems.push(problem("GW-E412", sentence, "/repeats"))
    return []
  }
  return Array.from({ length: repeats }, (_, i) => first + i)
}

function problem(code: Code, sentence: string, path: string): Problem {
  return { code, severity: "error", sentence, path: `/sweep${path}` }
}

/** The document of one point: the seed of the repeat, and every place of the sweep set to the value. */
export function pointDocument(
  document: GradwireDocument,
  plan: Pick<SweepPlan, "set">,
  value: number,
  seed: number,
): GradwireDocument | Problem {
  let placed: GradwireDocument = { ...document, seed }
  for (const place of plan.set) {
    const next = withPlace(placed, place, value)
    if ("problem" in next) return next.problem
    placed = next.document
  }
  return placed
}
