// What the worker answered, and what is shown of it. A run is asked for by `forward` or `backward`; after that, edits that
// mean something run again by themselves: a small graph at once, so that numbers follow a drag, a larger one a moment
// later. An answer to an older question is dropped. What is held of a run are its report and its small tensors, by
// reference; the large ones stay in the worker (numbers.ts). This folder asks the worker and holds its answers; it runs no op
// itself.

import { create } from "zustand"
import type { AskableRun, Question } from "../../engine/numbers/questions.ts"
import type { Progress, RunOptions } from "../../engine/pass/result.ts"
import { createRunner } from "../../engine/worker/client.ts"
import type { GradwireDocument } from "../../graph/document.ts"
import { costs, HEAVY_MACS, totalCost } from "../../graph/measure/costs.ts"
import { useAnalysis } from "../analysis.ts"
import { useDocument } from "../document.ts"
import { partHidden } from "../hiding.ts"
import { useEngine } from "../library/engine.ts"
import { useSession } from "../session.ts"
import { questionsAlong } from "./fetched/looked.ts"
import { Latest } from "./latest.ts"
import { useLive, withLive } from "./live.ts"
import { sameMeaning } from "./sameNumbers.ts"
import { ShownRun } from "./shown.ts"

type RunStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: Progress | null; readonly since: number }
  | { readonly kind: "done"; readonly milliseconds: number }
  | { readonly kind: "stopped" }
  /** What is shown is a step of a training; `whole`: all of its batch, else the first examples. */
  | { readonly kind: "trained"; readonly step: number; readonly whole: boolean }
  /** Opened, but so much work that it waits to be asked for. */
  | { readonly kind: "heavy"; readonly macs: number }
  | { readonly kind: "failed"; readonly sentence: string }

/** How far the canvas and the inspector show the result. */
export type Phase = "none" | "forward" | "backward"

export interface RunState {
  readonly status: RunStatus
  readonly result: ShownRun | null
  /** The document that `result` is of. */
  readonly of: GradwireDocument | null
  /** The document has changed since: numbers are of a moment ago. */
  readonly stale: boolean
  readonly phase: Phase
  /** How far `result` itself goes. */
  readonly reach: Phase
  /** Grows with every pass that was asked for by hand: the canvas sends its dots off on each. */
  readonly passes: number
}

/** What a runner must do; engine/worker/client.ts makes the real one. */
export interface Runner {
  readonly run: (
    document: GradwireDocument,
    options: RunOptions,
    onProgress: (progress: Progress) => void,
    questions: readonly Question[],
  ) => { readonly done: Promise<AskableRun>; readonly cancel: () => void }
}

const QUIET: Pick<RunState, "status" | "result" | "of" | "stale" | "phase" | "reach"> = {
  status: { kind: "idle" },
  result: null,
  of: null,
  stale: false,
  phase: "none",
  reach: "none",
}
/** Long enough to type a second digit, short enough to feel immediate. */
const DEBOUNCE = 150
/** Multiply-adds, and elements, below which a run is over before the next frame or two. */
const SMALL = 1e6
const FEW_NODES = 500
/** So many times as much follows a hand that draws: a pass is left out rather than waited for. */
const WHILE_DRAWN = 20
/** A run by itself that takes longer than this says that it is running. In milliseconds. */
const NOTICEABLE = 100

export const useRun = create<RunState>()(() => ({ ...QUIET, passes: 0 }))

let runner: Runner | null = null
const runs = new Latest()
/** An edit waits for a run of its own. */
let timer: ReturnType<typeof setTimeout> | undefined
/** A small graph runs by itself, and was edited again meanwhile: one in flight, the latest wins. */
let following: "no" | "yes" | "edited" = "no"
let noticeTimer: ReturnType<typeof setTimeout> | undefined

/** Tests put a runner of their own in place. */
export function setRunner(other: Runner): void {
  runner = other
}

/** Runs a document that was just opened, unless that would take long: then it waits for `forward`, and says so. */
export function runOpened(): void {
  if (useDocument.getState().document.nodes.length === 0) return
  const { macs } = totalCost(costs(useAnalysis.getState().analysis).values())
  if (macs > HEAVY_MACS) useRun.setState({ status: { kind: "heavy", macs } })
  else forward()
}

/** Runs forward and shows the values. */
export function forward(): void {
  pass("forward")
}

/** Runs forward and backward and shows the gradients; forward alone where the document hides them. */
export function backward(): void {
  pass(partHidden("gradients") ? "forward" : "backward")
}

/** Runs by kernels, however small the graph is and whoever computes usually, again and again: times of steps are means then. */
export function measure(): void {
  const { engine } = useEngine.getState()
  useRun.setState({ phase: partHidden("gradients") ? "forward" : "backward" })
  start({ measured: true, anySize: true, engine: engine === "eager" ? "planned" : engine })
}

/** Shows what somebody else ran: a step of a training. Whatever is under way here is given up. */
export function showTrained(ran: AskableRun, step: number, whole: boolean): void {
  forget()
  const result = new ShownRun(ran)
  const { document } = useDocument.getState()
  // A step is both passes, whatever was looked at before.
  useRun.setState({
    status: { kind: "trained", step, whole },
    ...(partHidden("gradients")
      ? { result: result.forward(), reach: "forward", phase: "forward" }
      : { result, reach: "backward", phase: "backward" }),
    of: document,
    stale: false,
  })
}

/** Stops the run that is under way; what was shown before stays. */
export function cancel(): void {
  stopWaiting()
  if (following === "edited") following = "yes"
  if (useRun.getState().status.kind !== "running") return
  forget()
  useRun.setState({ status: { kind: "stopped" } })
}

function pass(phase: "forward" | "backward"): void {
  useRun.setState((state) => ({ phase, passes: state.passes + 1 }))
  const { result, reach, stale, status } = useRun.getState()
  const answered = result !== null && !stale && status.kind === "done" && (phase === "forward" || reach === "backward")
  if (!answered) start()
}

function start(more: Partial<RunOptions> = {}): void {
  const isNewest = begin()
  useRun.setState({ status: { kind: "running", progress: null, since: performance.now() } })
  ask(isNewest, more)
}

/** Runs a small graph again without a word, unless it takes its time. */
function startFollowing(): void {
  const isNewest = begin()
  following = "yes"
  noticeTimer = setTimeout(() => {
    const stale = useRun.getState().result !== null
    useRun.setState({ stale, status: { kind: "running", progress: null, since: performance.now() } })
  }, NOTICEABLE)
  ask(isNewest)
}

function ask(isNewest: () => boolean, more: Partial<RunOptions> = {}): void {
  const since = performance.now()
  const { document } = useDocument.getState()
  const reach = useRun.getState().phase
  const options: RunOptions = {
    mode: useSession.getState().mode,
    dtype: "float32",
    backward: reach === "backward",
    engine: useEngine.getState().engine,
    ...more,
  }
  const onProgress = (progress: Progress): void => {
    const { status } = useRun.getState()
    if (isNewest() && status.kind === "running") useRun.setState({ status: { ...status, progress } })
  }
  const job = theRunner().run(withLive(document), options, onProgress, questionsAlong())
  runs.hear(
    isNewest,
    job,
    (ran) => {
      const edited = following === "edited"
      arrive()
      // Of a run that is measured: what one pass takes.
      const passed = ran.report.steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
      const status: RunStatus = { kind: "done", milliseconds: more.measured ? passed : performance.now() - since }
      useRun.setState({ status, result: new ShownRun(ran), reach, of: document, stale: timer !== undefined })
      if (edited) startFollowing()
    },
    (sentence) => {
      settle()
      useRun.setState({ ...QUIET, status: { kind: "failed", sentence } })
    },
  )
}

function theRunner(): Runner {
  runner ??= createRunner()
  return runner
}

/** A run begins: the one under way is given up. */
function begin(): () => boolean {
  settle()
  return runs.begin()
}

/** Whatever is under way is given up. */
function forget(): void {
  settle()
  runs.forget()
}

/** Nothing waits any more. */
function settle(): void {
  stopWaiting()
  arrive()
}

function stopWaiting(): void {
  clearTimeout(timer)
  timer = undefined
}

/** A run has ended; an edit that came meanwhile waits on. */
function arrive(): void {
  clearTimeout(noticeTimer)
  following = "no"
}

function again(): void {
  if (useRun.getState().phase === "none") return
  if (isSmall()) {
    if (following === "no") startFollowing()
    else following = "edited"
    return
  }
  useRun.setState({ stale: useRun.getState().result !== null })
  stopWaiting()
  timer = setTimeout(() => start(), DEBOUNCE)
}

function isSmall(): boolean {
  const { analysis } = useAnalysis.getState()
  if (analysis.nodes.size > FEW_NODES) return false
  const { macs, activations } = totalCost(costs(analysis).values())
  const most = useLive.getState().live === null ? SMALL : WHILE_DRAWN * SMALL
  return macs < most && activations < most
}

function drop(): void {
  forget()
  useRun.setState(QUIET)
}

/** Which opening of a document runs are of. */
let { opened } = useDocument.getState()

// The analysis is heard rather than the document, and before whoever draws it: an edit is under way to the worker first.
useAnalysis.subscribe(({ analysis }, { analysis: before }) => {
  if (useDocument.getState().opened !== opened) return
  if (analysis.mode !== before.mode || !sameMeaning(analysis.document, before.document)) again()
})
useDocument.subscribe((state) => {
  if (state.opened === opened) return
  opened = state.opened
  drop()
})
useLive.subscribe(({ live, kept }, before) => {
  if (live !== before.live && !(live === null && kept)) again()
})
