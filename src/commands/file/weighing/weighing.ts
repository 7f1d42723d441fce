// Weights from a file into the open document: offered with what goes where, then taken as one edit that can be undone.

import { withLearned } from "../../../engine/train/answers/learned.ts"
import type { FileProblem } from "../../../formats/files/fileKind.ts"
import { matchWeights, takenOf, type WeightMatch } from "../../../formats/weights/matching.ts"
import { readWeights, type WeightFile } from "../../../formats/weights/weightFile.ts"
import { browserLimits, DATA_FILE_BYTES } from "../../../graph/limits.ts"
import { count } from "../../../graph/problem.ts"
import { writeDocument } from "../../../graph/text/write.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { say, warn } from "../../../state/messages.ts"
import { useSession } from "../../../state/session.ts"
import { useWeightsOffer } from "../../../state/training/weightsOffer.ts"

/** Shows what a file would change, or says why it changes nothing. */
export async function offerWeights(file: File): Promise<void> {
  const read = await readFrom(file)
  if ("problem" in read) refuse(file, read)
  else show(file, read)
}

/** The same for a file that nobody called weights: false, and nothing is said, where it may be something else. */
export async function offerDropped(file: File): Promise<boolean> {
  const read = await readFrom(file)
  if ("problem" in read) {
    if (read.pickled === true) refuse(file, read)
    return read.pickled === true
  }
  const { params, buffers } = takenOf(matchWeights(useAnalysis.getState().analysis, read))
  if (params.size + buffers.size === 0) return false
  show(file, read)
  return true
}

async function readFrom(file: File): Promise<WeightFile | FileProblem> {
  if (file.size > DATA_FILE_BYTES) {
    return { problem: `it has ${count(file.size)} bytes, and the limit is ${count(DATA_FILE_BYTES)}` }
  }
  const bytes = await file.arrayBuffer().catch(() => null)
  return bytes === null ? { problem: "it cannot be read; it is gone, or a folder" } : readWeights(new Uint8Array(bytes))
}

function refuse({ name }: File, { problem }: FileProblem): void {
  warn(`“${name}” gives no weights: ${problem.replace("FILE", name)}.`)
}

function show({ name }: File, file: WeightFile): void {
  useWeightsOffer.setState({ offer: { name, file } })
  useSession.getState().setDialog("weights")
}

/** Takes what fits; null, or why nothing was changed. */
export function takeWeights(name: string, match: WeightMatch): string | null {
  const { params, buffers } = takenOf(match)
  const before = useDocument.getState().document
  const next = withLearned(before, params, buffers)
  const bytes = new TextEncoder().encode(writeDocument(next)).length
  if (bytes > browserLimits.fileBytes) {
    const limit = count(browserLimits.fileBytes)
    return `With these weights the graph would have ${count(bytes)} bytes; at most ${limit} are kept.`
  }
  edit("Load weights", () => next)
  // Where the graph may not be changed, that was said.
  if (useDocument.getState().document === before) return null
  const taken = params.size + buffers.size
  say(`${count(taken)} ${taken === 1 ? "tensor" : "tensors"} of “${name}” loaded.`)
  return null
}
