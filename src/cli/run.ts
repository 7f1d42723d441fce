import type { RunOptions, RunResult } from "../engine/result.ts"
import { run as runAnalysis } from "../engine/run.ts"
import { writeNumber } from "../formula/number.ts"
import { writeTensor } from "../graph/drawing/tensorNumber.ts"
import type { Problem } from "../graph/problem.ts"
import { statsOf } from "../tensor/stats.ts"
import { formatShape } from "../tensor/tensor.ts"
import { type Command, countOption, firstArgument } from "./command.ts"
import { openAnalysis } from "./input.ts"
import { DTYPE, dtypeOf, JSON_OPTION, MODE, maxMemory, memoryLimitOf, modeOf } from "./options.ts"
import { columns, hasErrors, plain, reportProblems } from "./output.ts"
import { runJson } from "./runJson.ts"

export const run: Command = {
  name: "run",
  usage: "FILE",
  summary: "Runs a document forward and backward.",
  least: 1,
  most: 1,
  options: {
    mode: MODE,
    dtype: DTYPE,
    seed: { type: "string", value: "N", doc: "draws other numbers than the document's own seed does" },
    "max-memory": maxMemory("the run"),
    json: JSON_OPTION,
  },
  run: async (call) => {
    const mode = modeOf(call)
    const dtype = dtypeOf(call)
    const seed = countOption(call, "seed", 0)
    const { name, analysis, problems } = await openAnalysis(call.io, firstArgument(call), mode)
    const options: RunOptions = {
      mode,
      dtype,
      ...(seed === undefined ? {} : { seed }),
      ...memoryLimitOf(call),
    }
    const result = analysis === null ? { ...NOTHING, mode, dtype } : runAnalysis(analysis, options)
    const all: readonly Problem[] = [...new Set([...problems, ...result.problems])]
    if (call.options.json === true) for (const piece of runJson(result, all)) await call.io.out(piece)
    else if (analysis !== null) await call.io.out(inWords(result, analysis.document.title))
    await reportProblems(call.io, name, all)
    return hasErrors(all) ? 1 : 0
  },
}

/** The result where there is no document to run. */
const NOTHING: Omit<RunResult, "mode" | "dtype"> = {
  seed: 0,
  target: null,
  loss: null,
  values: new Map(),
  params: new Map(),
  buffers: new Map(),
  gradients: new Map(),
  wires: new Map(),
  fed: new Map(),
  steps: [],
  problems: [],
}

function inWords(result: RunResult, title: string | undefined): string {
  const { mode, dtype, seed, target, loss } = result
  const head = [...(title === undefined ? [] : [plain(title)]), `${mode}, ${dtype}, seed ${seed}`]
  if (target !== null && loss !== null) head.push(`backward from ${target}, loss ${writeNumber(loss, 6)}`)
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

/** `first 25 examples of Spirals in points, labels`, a line for each number of examples. */
function examplesIn({ fed }: RunResult): readonly string[] {
  const inputs = new Map<string, string[]>()
  for (const [id, { count, source }] of fed) {
    const words = `${count === 1 ? "first example" : `first ${count} examples`} of ${source} in`
    inputs.set(words, [...(inputs.get(words) ?? []), id])
  }
  return [...inputs].map(([words, ids]) => `${words} ${ids.join(", ")}`)
}
