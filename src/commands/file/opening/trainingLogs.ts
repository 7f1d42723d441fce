// The log of a training elsewhere, dropped or opened: its curves beside those of the page, what it measured over the canvas.

import { loggedHistory } from "../../../engine/train/answers/logged.ts"
import { readTrainingLog } from "../../../formats/files/trainingLog.ts"
import { DATA_FILE_BYTES } from "../../../graph/limits.ts"
import { count } from "../../../graph/problem.ts"
import type { LoggedStep } from "../../../graph/values/recorded.ts"
import { useDocument } from "../../../state/document.ts"
import { say, warn } from "../../../state/messages.ts"
import { showLog } from "../../../state/run/trainingLog.ts"
import { showTrainingView } from "../../../state/training/shownView.ts"
import { addPast } from "../../../state/training/training.ts"
import { showDrawer } from "../../showDrawer.ts"

/** Shows what a log tells, or says why it tells nothing here. */
export async function takeLog(file: File): Promise<void> {
  const steps = await stepsOf(file)
  if ("problem" in steps) {
    warn(`“${file.name}” is no log of a training: ${steps.problem}.`)
    return
  }
  const measured = steps.filter(({ nodes }) => nodes !== null).length
  if (measured > 0 && !knows(steps)) {
    warn(`“${file.name}” tells of a training of another graph: none of its nodes is here. Open its graph first.`)
    return
  }
  addPast(file.name, loggedHistory(steps))
  showTrainingView("curves")
  showDrawer("training")
  showLog(file.name, steps)
  const over =
    measured === 0 ? "It measured no nodes" : `What it measured in ${count(measured)} of them lies over the canvas`
  say(`“${file.name}” has ${count(steps.length)} steps. ${over}; its weights.safetensors may be dropped as well.`)
}

async function stepsOf(file: File) {
  if (file.size > DATA_FILE_BYTES) {
    return { problem: `it has ${count(file.size)} bytes, and the limit is ${count(DATA_FILE_BYTES)}` }
  }
  const text = await file.text().catch(() => null)
  return text === null ? { problem: "it cannot be read; it is gone, or a folder" } : readTrainingLog(text)
}

/** Whether the open graph has a node of which the log tells. */
function knows(steps: readonly LoggedStep[]): boolean {
  const ids = new Set(useDocument.getState().document.nodes.map(({ id }) => id))
  return steps.some(({ nodes }) => [...(nodes?.keys() ?? [])].some((id) => ids.has(id)))
}
