// `--resume-from DIR`: a training that began elsewhere, by its log and the weights that it left there.

import { withLearned } from "../../engine/train/answers/learned.ts"
import { epochsDone } from "../../engine/train/answers/logged.ts"
import { readTrainingLog } from "../../formats/files/trainingLog.ts"
import { matchWeights, takenOf, type WeightMatch } from "../../formats/weights/matching.ts"
import { readWeights } from "../../formats/weights/weightFile.ts"
import { analyze } from "../../graph/analysis/analyze.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { DATA_FILE_BYTES } from "../../graph/limits.ts"
import { count, quote } from "../../graph/problem.ts"
import type { LoggedStep } from "../../graph/values/recorded.ts"
import { ops } from "../../ops/registry.ts"
import { type Call, fileOption, UsageError } from "./command.ts"
import { plain } from "./output.ts"

/** The document as the other training left it, and what that told. */
export interface Resumed {
  readonly document: GradwireDocument
  readonly steps: readonly LoggedStep[]
  /** Whole epochs that were trained there. */
  readonly epochs: number
}

/** The document with the weights of `--resume-from`, else as it is. Throws UsageError where log or weights do not fit it. */
export async function resumed(call: Call, document: GradwireDocument): Promise<Resumed> {
  const folder = fileOption(call, "resume-from")?.replace(/\/+$/, "")
  if (folder === undefined) return { document, steps: [], epochs: 0 }
  const log = `${folder}/log.jsonl`
  const text = new TextDecoder().decode(await call.io.read(log, DATA_FILE_BYTES))
  const steps = readTrainingLog(text)
  if ("problem" in steps) throw new UsageError(`"${log}" is no log of a training: ${steps.problem}.`)
  const path = `${folder}/weights.safetensors`
  const file = readWeights(await call.io.read(path, DATA_FILE_BYTES))
  if ("problem" in file) throw new UsageError(`"${path}" holds no weights: ${file.problem.replace("FILE", path)}.`)
  const match = matchWeights(analyze(document, ops, "train"), file)
  const { params, buffers } = fitting(path, match)
  const shaped = match.rows.filter(({ verdict }) => verdict === "shape")
  for (const { place, tensor } of shaped) {
    await call.io.err(
      `${plain(path)}: ${plain(tensor?.name ?? "")} is taken as ${plain(place?.name ?? "")}, by its shape\n`,
    )
  }
  return { document: withLearned(document, params, buffers), steps, epochs: epochsDone(steps) }
}

/** All weights of the document. Throws UsageError where one is missing, or none of its shape. */
function fitting(path: string, match: WeightMatch): ReturnType<typeof takenOf> {
  const without = match.rows.filter(({ place, taken }) => place !== null && !place.optional && taken === null)
  const [first] = without
  if (first === undefined) return takenOf(match)
  const why =
    first.verdict === "missing" ? "is not in it" : `has another shape or numbers there: ${first.tensor?.shape}`
  const more = without.length > 1 ? ` (and ${count(without.length - 1)} more do not fit)` : ""
  throw new UsageError(`"${path}" is of another network: ${quote(first.place?.name ?? "")} ${why}${more}.`)
}
