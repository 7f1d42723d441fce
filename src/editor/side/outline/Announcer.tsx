// Says aloud, to those who do not see it, what changed: problems that came or went, and what backward found. How a run
// went is said by the line under the canvas.

import { useEffect, useState } from "react"
import { isUnfinished, unfinishedWords } from "../../../graph/analysis/unfinished.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import { type RunState, useRun } from "../../../state/run/run.ts"
import type { RunTensor } from "../../../state/run/shown.ts"
import { stats } from "../../../state/run/stats.ts"
import styles from "./Announcer.module.css"

/** Somebody who types is told once he stops. */
const PAUSE = 700

export function Announcer() {
  const problems = useAnalysis(({ structure }) => structure.problems)
  const found = useRun(backwardWords)
  const [words, setWords] = useState("")
  const done = problems.filter((one) => !isUnfinished(one))
  // What only warns is no problem: the line under the canvas calls it so as well.
  const errors = done.filter(({ severity }) => severity === "error")
  const [kind, counted] = errors.length > 0 ? (["problem", errors] as const) : (["warning", done] as const)
  const told = counted.map(({ node, sentence }) => (node === undefined ? sentence : `${node}: ${sentence}`))
  const trouble =
    told.length === 0 ? unfinishedWords(problems) : `${told.length} ${kind}${told.length === 1 ? "" : "s"}. ${told[0]}`

  useEffect(() => {
    const timer = setTimeout(() => {
      setWords((before) => (trouble !== "" ? trouble : before === "" || before === SOLVED ? "" : SOLVED))
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [trouble])

  return (
    <>
      <div className={styles.unseen} role="status" aria-label="Problems">
        {words}
      </div>
      <div className={styles.unseen} role="status" aria-label="Gradients">
        {found}
      </div>
    </>
  )
}

const SOLVED = "No problems left."

/** Where no gradient comes through, by name: what sighted people see as dashes. */
function backwardWords({ result, phase, status }: RunState): string {
  if (result === null || phase !== "backward" || status.kind !== "done") return ""
  const wires = result.names("wire")
  if (wires.length === 0) return ""
  const zero = wires.filter((id) => isZero(result.at("wire", id))).map((id) => id.replace(">", " to "))
  const at = result.target === null ? "" : ` from ${result.target}`
  const some = zero.length > 3 ? `${zero.length} wires` : zero.join(", ")
  return `Gradients flowed back${at} along ${wires.length} wires${zero.length === 0 ? "." : `; exactly zero along ${some}.`}`
}

function isZero(tensor: RunTensor | undefined): boolean {
  return tensor !== undefined && stats(tensor).zero
}
