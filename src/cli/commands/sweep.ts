import { idleSeeds } from "../../engine/sweep/idleSeeds.ts"
import type { SweepCurve, SweepFit, SweepOptions, SweepReport, SweepSummary } from "../../engine/sweep/report.ts"
import { sweepSteps } from "../../engine/sweep/sweep.ts"
import { sweepTable } from "../../engine/sweep/table.ts"
import { csvText } from "../../formats/csv.ts"
import { writeNumber } from "../../formula/number.ts"
import type { GradwireDocument, SweepDocument } from "../../graph/document.ts"
import type { Problem } from "../../graph/problem.ts"
import { type Call, type Command, countOption, firstArgument, UsageError, wordOption } from "../parts/command.ts"
import { isUnread, openInput } from "../parts/input.ts"
import { DTYPE, dtypeOf, ENGINE, engineOf, JSON_OPTION, maxMemory, memoryLimitOf, seedOf } from "../parts/options.ts"
import { columns, hasErrors, idleSeed, jsonText, plain, reportProblems } from "../parts/output.ts"
import { readReadouts, readSet } from "../parts/sweepOptions.ts"
import { shareWork, THREADS } from "../parts/threads.ts"

export const sweep: Command = {
  name: "sweep",
  usage: "FILE",
  summary: "Sets numbers of a document to many values, runs each, and reads off what comes of it.",
  least: 1,
  most: 1,
  options: {
    set: { type: "string", value: "PLACE=VALUES", doc: "what takes which values (default: the document's sweep)" },
    readout: { type: "string", value: "LIST", doc: "what is read, with semicolons between (default: the document's)" },
    repeats: { type: "string", value: "N", doc: "seeds at each value, counted up from the document's" },
    seed: { type: "string", value: "N", doc: "the first seed, instead of the document's" },
    run: {
      type: "string",
      value: "forward|backward|train",
      doc: "what is run at each point (default: the document's)",
    },
    mode: { type: "string", value: "train|eval", doc: "how layers behave (default: the document's, else train)" },
    dtype: DTYPE,
    engine: ENGINE,
    threads: THREADS,
    "max-memory": maxMemory("one run"),
    csv: { type: "boolean", doc: "print every point as CSV on standard output" },
    json: JSON_OPTION,
  },
  notes: `PLACE is seed, node.attribute, node.attribute[i], training.optimizer.lr, training.batch_size, data.source.count, …;
several take one value with + between. VALUES is a list, 8,16,32, or a range, from:to:count or from:to:count:log.
A readout is loss, accuracy, "accuracy validation", "rms of gradient conv1.weight", "cell[0,1] of value W:value",
or mean, std, frobenius, spectral of a value, gradient or wire.
One engine computes all points. Of runs that is the rules of the layers where even the largest point takes few multiply-adds, unless --engine is given.
  gradwire sweep net.json --set X.shape[2]+X.shape[3]=8:64:8 --readout "std of gradient conv.weight" --repeats 20`,
  run: async (call) => {
    shareWork(call)
    const { name, document, problems } = await openInput(call.io, firstArgument(call))
    const dtype = dtypeOf(call)
    if (call.options.json === true && call.options.csv === true) {
      throw new UsageError("--json and --csv exclude each other.")
    }
    const anySize = call.options.engine !== undefined
    const options = { dtype, engine: engineOf(call), anySize, ...memoryLimitOf(call) }
    const asked = document === null || isOwnUnread(call, document) ? null : withOptions(call, document)
    const ready = asked !== null && !(asked.sweep?.run === "train" && isUnread(asked, ["data", "training"]))
    const report = ready ? await finished(call, asked, options) : NOTHING
    const idle = ready ? idleSeeds(asked, options) : null
    const all = [...problems, ...report.problems, ...(idle === null ? [] : [idleSeed(idle)])]
    await call.io.out(call.options.json === true ? asJson(report, all) : inWords(call, report, asked?.title))
    await reportProblems(call.io, name, [...all, ...ofPoints(report)])
    return hasErrors(all) || failed(report) ? 1 : 0
  },
}

const NOTHING: SweepReport = { plan: null, points: [], curves: [], complete: false, problems: [] }

/** True if the document's own sweep is needed and could not be read. */
function isOwnUnread(call: Call, document: GradwireDocument): boolean {
  return typeof call.options.set !== "string" && isUnread(document, ["sweep"])
}

/** The document with what the options say in place of its own sweep. */
function withOptions(call: Call, document: GradwireDocument): GradwireDocument {
  const { set, readout } = call.options
  const repeats = countOption(call, "repeats", 1)
  const seed = seedOf(call)
  const run = call.options.run === undefined ? {} : { run: wordOption(call, "run", RUNS, "backward") }
  const mode = call.options.mode === undefined ? {} : { mode: wordOption(call, "mode", ["train", "eval"], "train") }
  const read = typeof readout === "string" ? { readouts: readReadouts(readout) } : {}
  const places = typeof set === "string" ? readSet(set) : {}
  if (document.sweep === undefined && typeof set !== "string") {
    throw new UsageError("the document has no sweep of its own; say what to set, such as --set drop.p=0:0.9:10.")
  }
  // Without a readout of anybody's, the loss.
  const base: SweepDocument = document.sweep ?? { set: [], values: [], readouts: [{ take: "loss" }] }
  const swept = { ...base, ...places, ...read, ...run, ...mode, ...(repeats === undefined ? {} : { repeats }) }
  return { ...document, ...(seed === undefined ? {} : { seed }), sweep: swept }
}

const RUNS = ["forward", "backward", "train"] as const

/** Runs the sweep; shows how far it is, a line that overwrites itself. */
async function finished(call: Call, document: GradwireDocument, options: SweepOptions): Promise<SweepReport> {
  const steps = sweepSteps(document, options)
  for (;;) {
    const step = steps.next()
    if (step.done) {
      if (call.io.watched) await call.io.err("\r\u001b[K")
      return step.value
    }
    const { done, of, points } = step.value
    if (!call.io.watched || points.length === 0) continue
    await call.io.err(`\r\u001b[K${done} of ${of}`)
  }
}

function failed({ plan, points, curves }: SweepReport): boolean {
  return plan === null || points.length === 0 || curves.every(({ summaries }) => summaries.every(({ n }) => n === 0))
}

/** What kept points from being read, each sentence once, with the first value that it was said of. */
function ofPoints({ plan, points }: SweepReport): readonly Problem[] {
  const first = new Map<string, Problem>()
  for (const { value, problem } of points) {
    if (problem === undefined || first.has(problem.sentence)) continue
    const at = `at ${plan?.set.join(" = ")} = ${value}: `
    first.set(problem.sentence, { ...problem, severity: "warning", sentence: `${at}${problem.sentence}` })
  }
  return [...first.values()]
}

// ---- What is printed ----------------------------------------------------------------------------------------------------

function asJson({ plan, points, curves, complete }: SweepReport, problems: readonly Problem[]): string {
  const bare = {
    plan,
    points: points.map((point) => ({ ...point, readouts: point.readouts.map(finite) })),
    curves: curves.map(({ readout, words, summaries, fit, linear }) => {
      return { readout, words, summaries: summaries.map(summaryJson), fit, linear }
    }),
    complete,
    problems,
  }
  return `${jsonText(bare, 2)}\n`
}

function summaryJson(summary: SweepSummary): object {
  const { value, n } = summary
  if (n === 0) return { value, n }
  return summary
}

/** JSON has no words for what is not finite. */
function finite(x: number | null): number | string | null {
  return x === null || Number.isFinite(x) ? x : String(x)
}

function inWords(call: Call, report: SweepReport, title: string | undefined): string {
  if (report.plan === null) return ""
  if (call.options.csv === true) return csvText(sweepTable(report))
  const { set, values, run, dtype, engine, seeds } = report.plan
  const [first = "", ...others] = set
  const places = others.length > 3 ? `${first} and ${others.length} more` : set.join(" = ")
  const head = `${plain(places)}: ${values.length} values, ${seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`}; ${run}, ${dtype}, ${engine}`
  const curves = report.curves.map((curve) => curveInWords(curve, seeds.length > 1))
  return `${title === undefined ? "" : `${plain(title)}\n`}${head}\n${curves.join("")}`
}

function curveInWords({ words, summaries, fit, linear }: SweepCurve, several: boolean): string {
  const spread = several ? [" std", " min", " max", " n"] : []
  const rows = summaries.map(({ value, n, mean, std, min, max }) => [
    String(value),
    n === 0 ? "—" : writeNumber(mean, 6),
    ...(several ? [n < 2 ? "" : writeNumber(std, 3), number(n, min), number(n, max), String(n)] : []),
  ])
  // Two points are on a line whatever they are.
  const fits = summaries.length > 2 ? [fit, fit?.axes === "log" ? linear : null] : []
  const lines = fits.filter((line) => line !== null).map(fitInWords)
  return `\n${plain(words)}\n${columns([[" value", several ? " mean" : " result", ...spread], ...rows])}${lines.join("")}`
}

function number(n: number, x: number): string {
  return n === 0 ? "" : writeNumber(x, 4)
}

function fitInWords({ axes, slope, r2 }: SweepFit): string {
  const on = axes === "log" ? "log axes" : "plain axes"
  return `slope on ${on} ${writeNumber(slope, 4)} (R² ${writeNumber(r2, 4)})\n`
}
