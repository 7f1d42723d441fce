import { readsOf } from "../../engine/pass/reads.ts"
import { DEFAULT_OPTIMIZER, readChoices } from "../../engine/train/settings/choices.ts"
import { readMultipliers } from "../../engine/train/settings/rates.ts"
import { missingWords } from "../../formats/tables.ts"
import { writeBytes, writeCount } from "../../formula/number.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { findLargest, type Largest, type MemoryAt, memoryAt } from "../../graph/measure/batchMemory.ts"
import { NOT_MODELLED, type TrainingMemory, trainingMemory } from "../../graph/measure/trainingMemory.ts"
import type { Problem } from "../../graph/problem.ts"
import type { Dtype } from "../../tensor/tensor.ts"
import { type Call, type Command, firstArgument, UsageError } from "../parts/command.ts"
import { openAnalysis } from "../parts/input.ts"
import { DTYPE, dtypeOf, JSON_OPTION } from "../parts/options.ts"
import { columns, hasErrors, jsonText, reportProblems } from "../parts/output.ts"

export const memory: Command = {
  name: "memory",
  usage: "FILE",
  summary: "Reckons the memory of a training step against the batch size, and the largest batch that fits.",
  least: 1,
  most: 1,
  options: {
    batch: { type: "string", value: "LIST", doc: "batch sizes, with commas between (default 1, 2, 4, … to 256)" },
    fits: {
      type: "string",
      value: "SIZE",
      doc: "memory there is, such as 16GB or 8GiB: prints the largest batch in it",
    },
    optimizer: { type: "string", value: "KIND", doc: "whose state is kept (default: the document's, else SGD)" },
    dtype: DTYPE,
    json: JSON_OPTION,
  },
  notes: `MB are millions of bytes, MiB 1,048,576. Not reckoned:\n${NOT_MODELLED.map((line) => `  ${line}`).join("\n")}`,
  run: async (call) => {
    const dtype = dtypeOf(call)
    const batches = batchesOption(call)
    const limit = sizeOption(call)
    const { name, analysis, read, problems } = await openAnalysis(call.io, firstArgument(call), "train")
    const { kind, copies, problems: wrong } = optimizerOf(analysis, call.options.optimizer)
    const reckoned = analysis === null ? null : reckon(analysis, { dtype, stateCopies: copies }, batches, limit)
    const rows = typeof call.options.batch === "string" ? (reckoned?.rows ?? []) : []
    // Where sizes are asked for, what is wrong as drawn is only wrong where it is so there.
    const asked = [...rows.flatMap(({ all }) => all), ...(reckoned?.largest?.problems ?? [])]
    const all = distinct([...(rows.length > 0 ? read : problems), ...asked, ...wrong])
    if (call.options.json === true) await call.io.out(asJson(reckoned, kind, copies, limit, all))
    else if (reckoned !== null) await call.io.out(inWords(reckoned, `${kind}, ${copies} × the gradients`, limit))
    await reportProblems(call.io, name, all)
    return hasErrors(all) ? 1 : 0
  },
}

interface Reckoned {
  readonly memory: TrainingMemory
  readonly rows: readonly (MemoryAt & { readonly batch: number })[]
  readonly largest: Largest | null
}

function reckon(
  analysis: Analysis,
  { dtype, stateCopies }: { readonly dtype: Dtype; readonly stateCopies: number },
  batches: readonly number[],
  limit: number | null,
): Reckoned {
  const { frozen } = readMultipliers(analysis, analysis.document.training?.multipliers ?? {})
  const options = { dtype, reads: readsOf, stateCopies, frozen }
  const rows = batches.map((batch) => ({ batch, ...memoryAt(analysis, batch, options) }))
  const largest = limit === null ? null : findLargest(analysis, options, limit)
  return { memory: trainingMemory(analysis, options), rows, largest }
}

/** One node is named once for each size of batch. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()]
}

interface OptimizerState {
  readonly kind: string
  /** Tensors of a param's size that it keeps for each. */
  readonly copies: number
  readonly problems: readonly Problem[]
}

function optimizerOf(analysis: Analysis | null, asked: Call["options"][string]): OptimizerState {
  const training = analysis?.document.training ?? {}
  const optimizer = typeof asked === "string" ? { kind: asked } : training.optimizer
  const { choices, problems } = readChoices(optimizer === undefined ? {} : { optimizer })
  if (choices === null && typeof asked === "string") throw new UsageError(problems[0]?.sentence ?? "no such optimizer.")
  if (choices === null) return { kind: DEFAULT_OPTIMIZER.kind, copies: 0, problems }
  const { of, attrs } = choices.optimizer
  return { kind: of.kind, copies: of.uses(attrs).length, problems }
}

function batchesOption(call: Call): readonly number[] {
  const { batch } = call.options
  if (typeof batch !== "string") return [1, 2, 4, 8, 16, 32, 64, 128, 256]
  return batch.split(",").map((text) => {
    const size = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : 0
    if (size < 1) throw new UsageError(`--batch is whole numbers of at least 1 with commas between, not "${batch}".`)
    return size
  })
}

const UNITS: { readonly [unit: string]: number } = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** Bytes, or null where nobody asked. */
function sizeOption(call: Call): number | null {
  const { fits } = call.options
  if (typeof fits !== "string") return null
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(fits.trim()) ?? []
  const scale = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
  if (scale === undefined) throw new UsageError(`--fits is a size with its unit, such as 16GB or 8GiB, not "${fits}".`)
  return Number(amount) * scale
}

// ---- What is printed ----------------------------------------------------------------------------------------------------

function asJson(
  reckoned: Reckoned | null,
  optimizer: string,
  copies: number,
  limit: number | null,
  problems: readonly Problem[],
): string {
  if (reckoned === null) return `${jsonText({ problems }, 2)}\n`
  const { weights, gradients, state, buffers, batch, unknown } = reckoned.memory
  const rows = reckoned.rows.map(({ batch: size, activations, moment, total, problems: [refused] }) => {
    if (refused !== undefined) {
      const why = { node: refused.node ?? null, sentence: refused.sentence }
      return { batch: size, activations: null, total: null, at: null, refused: why }
    }
    const at = moment === null ? null : { node: moment.node, phase: moment.phase }
    return { batch: size, activations, total, at }
  })
  const { largest } = reckoned
  const fits = largest === null ? {} : { fits: { bytes: limit, batch: wholeBatch(largest.batch) } }
  const complete = unknown === 0
  const parts = { optimizer, copies, weights, gradients, state, buffers, complete, unknown, batchAxis: batch !== null }
  return `${jsonText({ ...parts, rows, ...fits, problems }, 2)}\n`
}

/** Null where the batch does not matter. */
function wholeBatch(batch: number): number | null {
  return Number.isFinite(batch) ? batch : null
}

function inWords({ memory, rows, largest }: Reckoned, optimizer: string, limit: number | null): string {
  const { weights, gradients, state, buffers, batch, unknown } = memory
  const least = unknown === 0 ? "" : "at least "
  const both = (bytes: number): string[] => [least + writeBytes(bytes, false), writeBytes(bytes)]
  const parts = [
    ["part", " MB", " MiB", "note"],
    ["weights", ...both(weights), ""],
    ["gradients", ...both(gradients), ""],
    ["optimizer state", ...both(state), optimizer],
    ["buffers", ...both(buffers), ""],
  ]
  const lines = (batch === null ? rows.slice(0, 1) : rows).map((row) => {
    if (row.problems[0] !== undefined) return [writeCount(row.batch), "–", "", "–", "", refusedAt(row.problems[0])]
    const at = row.moment === null ? "" : `${row.moment.phase} at ${row.moment.node}`
    return [writeCount(row.batch), ...both(row.activations), ...both(row.total), at]
  })
  const head = [" batch", " activations", " MiB", " together", " MiB", "fullest"]
  const missing = unknown === 0 ? "" : `\nNot complete: ${missingWords(unknown)}.\n`
  const answer = limit === null || largest === null ? "" : largestWords(largest, limit, unknown > 0)
  return `${columns(parts)}\n${columns([head, ...lines])}${missing}${answer}`
}

function refusedAt({ node }: Problem): string {
  return node === undefined ? "cannot be computed" : `cannot be computed at ${node}`
}

function largestWords({ batch, problems }: Largest, limit: number, atMost: boolean): string {
  const size = `${writeBytes(limit, false)} (${writeBytes(limit)})`
  if (batch === 0 && problems.length === 0) return `\nNothing fits in ${size}.\n`
  if (batch === 0) return `\nIn ${size}: no batch was found that fits and with which the graph can be computed.\n`
  const found = problems.length > 0 ? "The largest batch with which the graph can be computed" : "The largest batch"
  const words = Number.isFinite(batch) ? `${found} is ${writeCount(batch)}` : "It fits, whatever the batch"
  return `\nIn ${size}: ${words}${atMost ? ", or less: not all layers are counted" : ""}.\n`
}
