// The worker's side of a run: works in slices of a few milliseconds and listens in between, so that a cancel is heard.
// Free of worker globals: worker.ts binds it to them, tests to a channel.

import { analyze } from "../graph/analyze.ts"
import { ops } from "../ops/registry.ts"
import type { FromWorker, ToWorker } from "./protocol.ts"
import type { Progress, RunOptions, RunResult } from "./result.ts"
import { type Clock, runSteps } from "./run.ts"

/** Longest stretch of work between two looks at the mail, in milliseconds; a single kernel step may overrun it. */
const SLICE = 8
/** Shortest time between two progress messages of one run, in milliseconds. */
const PROGRESS_EVERY = 30

export interface Serving {
  readonly post: (message: FromWorker, transfer: readonly ArrayBuffer[]) => void
  /** Resolves after the messages that have arrived by now have been handled. */
  readonly turn: () => Promise<void>
  readonly clock: Clock
}

/** Answers the handler for messages from the page. A new run puts an end to the one before it. */
export function serve(serving: Serving): (message: ToWorker) => void {
  let current = -1
  return (message) => {
    if (message.kind === "cancel") {
      if (message.id !== current) return
      current = -1
      return
    }
    const { id } = message
    current = id
    void perform(message, serving, () => current === id)
  }
}

async function perform(
  { id, document, options }: ToWorker & { readonly kind: "run" },
  serving: Serving,
  wanted: () => boolean,
): Promise<void> {
  const at: { node: string | null } = { node: null }
  try {
    const result = await inSlices(document, options, serving, wanted, (progress, due) => {
      at.node = progress.node
      if (due) serving.post({ kind: "progress", id, progress }, [])
    })
    if (result === null) serving.post({ kind: "cancelled", id }, [])
    else serving.post({ kind: "result", id, result }, buffersOf(result))
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error)
    serving.post({ kind: "failed", id, node: at.node, sentence }, [])
  }
}

/** The result, or null if nobody wants it any more. */
async function inSlices(
  document: ToWorker & { readonly kind: "run" } extends { readonly document: infer D } ? D : never,
  options: RunOptions,
  { turn, clock }: Serving,
  wanted: () => boolean,
  onProgress: (progress: Progress, due: boolean) => void,
): Promise<RunResult | null> {
  // A cancel that is already in the mail spares the work altogether.
  await turn()
  if (!wanted()) return null
  const steps = runSteps(analyze(document, ops, options.mode), options, clock)
  let posted = Number.NEGATIVE_INFINITY
  let start = clock()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    const now = clock()
    const due = now - posted >= PROGRESS_EVERY
    if (due) posted = now
    onProgress(step.value, due)
    if (now - start < SLICE) continue
    await turn()
    if (!wanted()) return null
    start = clock()
  }
}

/** Each buffer once: outputs of views (Flatten, Reshape) share theirs, and a buffer can be handed over only once. */
function buffersOf(result: RunResult): readonly ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  for (const tensors of [result.values, result.params, result.buffers, result.gradients, result.wires]) {
    for (const { data } of tensors.values()) if (data.buffer instanceof ArrayBuffer) buffers.add(data.buffer)
  }
  return [...buffers]
}
