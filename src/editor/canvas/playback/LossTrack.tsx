import { type CSSProperties, useMemo } from "react"
import type { StepPoint } from "../../../engine/train/report.ts"
import { writeBytes, writeCount, writeNumber } from "../../../formula/number.ts"
import { useLearning } from "../../../state/training/learning.ts"
import { goToStep, pressOnLearning } from "../../../state/training/scrubbing.ts"
import { useTraining } from "../../../state/training/training.ts"
import { Handle } from "./Handle.tsx"
import styles from "./LearningBar.module.css"
import { endOfTimeline, lossAt, lossLine, partOf } from "./lossLine.ts"

/** The losses of a training over its steps, a handle at the step that the canvas shows, and beside them what it is. */
export function LossTrack() {
  const steps = useTraining((state) => state.history.steps)
  const done = useTraining((state) => state.progress?.step ?? 0)
  const planned = useTraining((state) => state.plan?.steps ?? 0)
  const sign = useTraining((state) => state.plan?.objective ?? "loss")
  const past = useTraining((state) => state.progress?.past)
  const at = useLearning((state) => state.at)
  const end = endOfTimeline(done, planned)
  const line = useMemo(() => pathOf(steps, end), [steps, end])
  const step = at ?? done
  const loss = lossAt(steps, step)
  const said = loss === null ? "" : `, ${sign} ${writeNumber(loss)}`
  return (
    <>
      <div className={styles.track} title={past === undefined ? undefined : keptWords(past)}>
        <svg className={styles.losses} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.ground} d={line === "" ? "" : `${line}V1.1H0Z`} />
          <path className={styles.line} d={line} />
        </svg>
        <span
          className={styles.now}
          data-back={at !== null || undefined}
          style={{ left: `${100 * partOf(step, end)}%` }}
        />
        <Handle
          className={styles.handle}
          label="Step of the training"
          words={`step ${writeCount(step)} of ${writeCount(done)}${said}`}
          range={[1, end]}
          step={1}
          value={step}
          onSeek={(to) => goToStep(Math.min(to, done))}
          press={pressOnLearning}
        />
      </div>
      {/* As wide as at the last step: with fewer digits the line is as long. */}
      <span
        className={styles.words}
        style={{ "--digits": writeCount(planned).length } as CSSProperties} // a variable, which React does not list
      >
        step {writeCount(step)}
        <span className={styles.more}> of {writeCount(at === null ? planned : done)}</span>
        {said}
      </span>
    </>
  )
}

/** What there is to go back to, and what it takes. */
function keptWords({
  every,
  count,
  bytes,
  limit,
}: NonNullable<ReturnType<typeof useTraining.getState>["progress"]>["past"]) {
  const most = writeBytes(limit)
  if (every === null) return `The params take more than ${most}: only the first step and the last can be gone back to.`
  const which = every === 1 ? "Every step" : `Every ${ordinal(every)} step`
  return `${which} can be gone back to: ${writeCount(count)} kept, ${writeBytes(bytes)} of ${most}.`
}

/** It doubles from 2 on. */
function ordinal(n: number): string {
  return n === 2 ? "second" : n % 10 === 2 ? `${writeCount(n)}nd` : `${writeCount(n)}th`
}

function pathOf(steps: readonly StepPoint[], end: number): string {
  return lossLine(steps, end)
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${x.toFixed(4)} ${(0.1 + 0.8 * y).toFixed(4)}`)
    .join("")
}
