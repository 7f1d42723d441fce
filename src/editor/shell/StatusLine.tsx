// One quiet line at the foot of the canvas: how the run stands, and how many problems there are.

import { lazy, useMemo } from "react"
import { stop } from "../../commands/run/stop.ts"
import { writeNumber } from "../../formula/number.ts"
import { isUnfinished, unfinishedWords } from "../../graph/analysis/unfinished.ts"
import { objectiveSign, singledOutName } from "../../graph/drawing/objective.ts"
import { problemsOf, useAnalysis } from "../../state/analysis.ts"
import { useDocument } from "../../state/document.ts"
import { usePartHidden } from "../../state/hiding.ts"
import { ENGINE_WORDS } from "../../state/library/engine.ts"
import { usePlayer } from "../../state/player/player.ts"
import { hasHints, useHints } from "../../state/run/hints.ts"
import { type RunState, useRun } from "../../state/run/run.ts"
import { useSession } from "../../state/session.ts"
import { useLearning } from "../../state/training/learning.ts"
import { Later } from "../parts/boundary/Later.tsx"
import styles from "./StatusLine.module.css"

const Hints = lazy(async () => ({ default: (await import("../dialogs/help/Hints.tsx")).Hints }))
const HiddenNote = lazy(async () => ({ default: (await import("../dialogs/share/HiddenNote.tsx")).HiddenNote }))

const TargetChoices = lazy(async () => ({ default: (await import("./TargetChoices.tsx")).TargetChoices }))
const PlaybackBar = lazy(async () => ({ default: (await import("../canvas/playback/PlaybackBar.tsx")).PlaybackBar }))
const LearningBar = lazy(async () => ({ default: (await import("../canvas/playback/LearningBar.tsx")).LearningBar }))

export function StatusLine() {
  const plays = usePlayer(({ playback }) => playback !== null)
  const learns = useLearning(({ visible }) => visible) && !plays
  const without = useRun(isWithoutTarget)
  const runs = useRun(({ status }) => status.kind === "running")
  const { errors, warnings, unfinished } = useProblems()
  const problems = !usePartHidden("problems")
  const hinted = useHints(hasHints)
  const hides = useDocument((state) => (state.document.view?.hide?.length ?? 0) > 0)
  return (
    // F6 comes here, where there may be no button.
    <div
      className={styles.status}
      data-region="status"
      data-plays={plays || learns || undefined}
      data-hinted={hinted || undefined}
      tabIndex={-1}
    >
      {plays ? (
        <Later what="The playback">
          <PlaybackBar />
        </Later>
      ) : null}
      {learns ? (
        <Later what="The training">
          <LearningBar />
        </Later>
      ) : null}
      {problems && errors + warnings > 0 ? (
        <button
          type="button"
          className={styles.problems}
          data-tone={errors > 0 ? "error" : "warning"}
          onClick={showProblems}
        >
          {count(errors > 0 ? errors : warnings, errors > 0 ? "problem" : "warning")}
        </button>
      ) : null}
      {problems && unfinished !== "" ? (
        <button type="button" className={styles.problems} data-tone="unfinished" onClick={showProblems}>
          {unfinished}
        </button>
      ) : null}
      <Words />
      {without ? (
        <Later what="Where backward may start">
          <TargetChoices />
        </Later>
      ) : null}
      {runs ? (
        <button type="button" className={styles.stop} onClick={() => void stop.run()}>
          Stop
        </button>
      ) : null}
      {hides ? (
        <Later what="What the sender hid">
          <HiddenNote />
        </Later>
      ) : null}
      <Later what="A hint" instead={null}>
        <Hints />
      </Later>
    </div>
  )
}

function useProblems(): { readonly errors: number; readonly warnings: number; readonly unfinished: string } {
  const structure = useAnalysis((state) => state.structure)
  return useMemo(() => {
    const all = problemsOf(structure)
    const done = all.filter((problem) => !isUnfinished(problem))
    const errors = done.filter(({ severity }) => severity === "error").length
    return { errors, warnings: done.length - errors, unfinished: unfinishedWords(all) }
  }, [structure])
}

function showProblems(): void {
  const { setPanel, setTab } = useSession.getState()
  setPanel("drawer", { open: true })
  setTab("problems")
}

/** Alone: each run says another time, and the bars beside it need not be drawn anew for that. */
function Words() {
  const trained = useRun(({ status }) => status.kind === "trained")
  const empty = useDocument((state) => state.document.nodes.length === 0)
  const sign = useAnalysis(({ structure }) => singledOutName(structure) ?? objectiveSign(structure))
  const words = useRun((state) => runWords(state, sign))
  return (
    <span role="status" aria-live={trained ? "off" : "polite"} className={styles.words} data-overlay="true">
      {empty ? "Add a node from the library, or open an example." : words}
    </span>
  )
}

/** True if gradients were asked for and there is nothing to start from. */
function isWithoutTarget({ status, result, phase, stale }: RunState): boolean {
  return status.kind === "done" && phase === "backward" && !stale && result !== null && result.target === null
}

function runWords(state: RunState, sign: string): string {
  const { status, result, phase, stale } = state
  switch (status.kind) {
    case "idle":
      return ""
    case "running": {
      const { progress } = status
      if (progress === null) return "Running"
      const way = progress.phase === "forward" ? "Forward" : "Backward"
      return `${way}: ${progress.node}, ${progress.done} of ${progress.of}`
    }
    case "heavy":
      return `Not run: ${writeNumber(status.macs / 1e9)} GMACs; press Forward.`
    case "stopped":
      return "Stopped."
    case "trained": {
      const loss = result?.loss == null ? "" : ` · ${sign} = ${writeNumber(result.loss, 4)}`
      const batch = status.whole ? "its batch" : "the first examples of its batch"
      return `Step ${status.step} of the training, ${batch}${loss}`
    }
    case "failed":
      return `The run failed: ${status.sentence}`
    case "done": {
      if (result === null || phase === "none") return ""
      const refusal = result.problems.find(({ code }) => code === "GW-E210")
      if (refusal !== undefined) return `Not run: needs ${refusal.found}; the limit is ${refusal.expected}.`
      const way = phase === "forward" ? "Forward" : "Forward and backward"
      const loss = result.loss === null ? "" : ` · ${sign} = ${writeNumber(result.loss, 4)}`
      const time = `${status.milliseconds < 10 ? "under 10" : Math.round(status.milliseconds)} ms`
      if (isWithoutTarget(state)) return `Forward in ${time}. No gradient was worked out: choose where backward starts.`
      const by = result.engine === "eager" ? "" : `, by ${ENGINE_WORDS[result.engine]}`
      return stale
        ? "Edited since the last run"
        : `${way} in ${time}, ${result.mode === "train" ? "training" : "evaluation"} mode, ${result.dtype}${by}${loss}`
    }
  }
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? "" : "s"}`
}
