import type { RunOptions, RunResult } from "../../engine/pass/result.ts"
import { run as runAnalysis } from "../../engine/planned/plain.ts"
import { seedUse, someNames } from "../../engine/seedUse.ts"
import { writeNumber } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { targetChoices } from "../../graph/analysis/target.ts"
import { objectiveSign } from "../../graph/drawing/objective.ts"
import { writeTensor } from "../../graph/drawing/text/tensorNumber.ts"
import type { Problem } from "../../graph/problem.ts"
import { statsOf } from "../../tensor/summary/stats.ts"
import { formatShape } from "../../tensor/tensor.ts"
import { type Call, type Command, fileOption, firstArgument, UsageError } from "../parts/command.ts"
import { isStandardOutput } from "../parts/fileOutput.ts"
import { openAnalysis } from "../parts/input.ts"
import { numbersFile } from "../parts/numbersFile.ts"
import {
  DTYPE,
  dtypeOf,
  ENGINE,
  engineOf,
  JSON_OPTION,
  MODE,
  maxMemory,
  memoryLimitOf,
  modeOf,
  seedOf,
} from "../parts/options.ts"
import { columns, hasErrors, idleSeed, plain, reportProblems } from "../parts/output.ts"
import { onlyPlaces, placesOption } from "../parts/places.ts"
import { runJson } from "../parts/runJson.ts"
import { shareWork, THREADS } from "../parts/threads.ts"

export const run: Command = {
  name: "run",
  usage: "FILE",
  summary: "Runs a document forward and backward.",
  least: 1,
  most: 1,
  options: {
    mode: MODE,
    dtype: DTYPE,
    engine: {
      ...ENGINE,
      doc: "who computes: the rules of the layers one by one, or kernels by a plan, the fastest with last digits as this machine has them (default: kernels from 2 million multiply-adds on; float64 is always eager)",
    },
    threads: THREADS,
    seed: { type: "string", value: "N", doc: "draws other numbers than the document's own seed does" },
    only: {
      type: "string",
      value: "PLACES",
      doc: "tells of these only: conv1:output,conv1.weight,a:output>b:input,fc",
    },
    "no-backward": { type: "boolean", doc: "forward only: no gradients, half of the memory" },
    "max-memory": maxMemory("the run"),
    out: {
      type: "string",
      value: "FILE",
      doc: "write the numbers there: N.safetensors, or N.json as --json prints them",
    },
    json: JSON_OPTION,
  },
  notes: `A place is node:port, node.param, a wire's name, or node for its primary output. The safetensors file holds
value/node:port, param/node.param, buffer/ and buffer_after/node.buffer, grad/…, wire/a:port>b:port, upstream/node:port and
mask/node:port; class indices as I64. A large network: run FILE --only loss --no-backward --json, or --out N.safetensors.`,
  run: async (call) => {
    const asked = readOptions(call)
    shareWork(call)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), asked.mode)
    const places = placesOption(call, analysis)
    const only = places === null ? {} : { only: places }
    const whole =
      analysis === null
        ? { ...NOTHING, mode: asked.mode, dtype: asked.dtype }
        : runAnalysis(analysis, { ...asked, ...only })
    const result = onlyPlaces(whole, places)
    const all: readonly Problem[] = [...new Set([...problems, ...result.problems, ...unused(analysis, asked.seed)])]
    const { out } = asked
    if (out !== null && analysis !== null) {
      await call.io.write(out, /\.json$/i.test(out) ? runJson(result, all) : numbersFile(result, analysis))
    }
    if (call.options.json === true) for (const piece of runJson(result, all)) await call.io.out(piece)
    else if (analysis !== null && !(out !== null && isStandardOutput(out))) {
      await call.io.out(inWords(result, analysis, asked.backward !== false))
    }
    await reportProblems(call.io, name, all)
    return hasErrors(all) ? 1 : 0
  },
}

/** What the call asks of the run, and where its numbers go. */
function readOptions(call: Call): RunOptions & { readonly out: string | null } {
  const seed = seedOf(call)
  const out = fileOption(call, "out")
  if (out !== null && isStandardOutput(out) && call.options.json === true) {
    throw new UsageError("--out on standard output and --json exclude each other.")
  }
  const ending = out === null ? null : /[^/]\.(\w+)$/.exec(out)?.[1]?.toLowerCase()
  if (ending != null && ending !== "safetensors" && ending !== "json") {
    throw new UsageError(`--out writes .safetensors or .json, not ".${ending}".`)
  }
  return {
    mode: modeOf(call),
    dtype: dtypeOf(call),
    backward: call.options["no-backward"] !== true,
    started: out !== null,
    engine: engineOf(call),
    anySize: call.options.engine !== undefined,
    out,
    ...(seed === undefined ? {} : { seed }),
    ...memoryLimitOf(call),
  }
}

/** A seed that was asked for and changes nothing. */
function unused(analysis: Analysis | null, seed: number | undefined): readonly Problem[] {
  if (analysis === null || seed === undefined) return []
  const { drawn, written } = seedUse(analysis)
  if (drawn.length > 0) return []
  const why = written.length === 0 ? "" : `; the numbers of ${someNames(written)} are written in the document`
  return [idleSeed(`The seed ${seed} changes nothing: nothing here is drawn from it${why}.`)]
}

/** The result where there is no document to run. */
const NOTHING: Omit<RunResult, "mode" | "dtype"> = {
  seed: 0,
  engine: "eager",
  target: null,
  loss: null,
  values: new Map(),
  params: new Map(),
  buffers: new Map(),
  onCards: new Map(),
  gradients: new Map(),
  wires: new Map(),
  fed: new Map(),
  steps: [],
  problems: [],
}

function inWords(result: RunResult, analysis: Analysis, backward: boolean): string {
  const { title } = analysis.document
  const { mode, dtype, seed, engine, target, loss } = result
  const head = [...(title === undefined ? [] : [plain(title)]), `${mode}, ${dtype}, seed ${seed}, ${engine}`]
  if (target !== null && loss !== null)
    head.push(`backward from ${target}, ${objectiveWords(analysis)} ${writeNumber(loss, 6)}`)
  if (target === null && backward) head.push(...withoutTarget(analysis))
  head.push(...examplesIn(result))
  const rows = [["tensor", "shape", " value", " largest", " gradient"]]
  const tensors = [...result.values, ...result.params, ...result.buffers]
  for (const [name, tensor] of tensors) {
    const gradient = result.gradients.get(name)
    const stats = statsOf(tensor)
    rows.push([
      name,
      formatShape(tensor.shape),
      writeTensor(stats, 4),
      stats.only === null ? writeNumber(stats.largest, 4) : "",
      gradient === undefined ? "" : writeTensor(statsOf(gradient), 4),
    ])
  }
  return `${head.join("\n")}\n\n${columns(rows)}`
}

/** `loss 0.69`, or `Σ dY·Y = 8.63` where the target is neither a loss nor a single number. */
function objectiveWords(analysis: Analysis): string {
  const sign = objectiveSign(analysis)
  return sign === "L" ? "loss" : `${sign} =`
}

/** Where backward could start. */
function withoutTarget(analysis: Analysis): readonly string[] {
  const choices = targetChoices(analysis)
  if (choices.length === 0) return []
  return [
    "no gradient was worked out; choose a target in the document:",
    ...choices.map((id) => `  "target": "${plain(id)}"`),
  ]
}

/** `first 25 examples of Spirals in points, labels`, a line for each number of examples. */
function examplesIn({ fed }: RunResult): readonly string[] {
  const inputs = new Map<string, string[]>()
  for (const [id, { count, source }] of fed) {
    const words = `${count === 1 ? "first example" : `first ${count} examples`} of ${source} in`
    inputs.set(words, [...(inputs.get(words) ?? []), id])
  }
  return [...inputs].map(([words, ids]) => `${words} ${ids.join(", ")}`)
}
