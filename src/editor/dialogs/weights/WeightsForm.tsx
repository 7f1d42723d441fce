// Which tensor of a file goes where, in rows, and the buttons that take them or leave everything as it is.

import { Dialog } from "@base-ui/react/dialog"
import { useMemo, useState } from "react"
import { takeWeights } from "../../../commands/file/weighing/weighing.ts"
import { matchWeights, takenOf, type Verdict, type WeightRow } from "../../../formats/weights/matching.ts"
import { MATCH_HEADER, matchCells, matchSummary } from "../../../formats/weights/matchWords.ts"
import { count } from "../../../graph/problem.ts"
import { useAnalysis } from "../../../state/analysis.ts"
import type { WeightsOffer } from "../../../state/training/weightsOffer.ts"
import { Button } from "../../parts/Button.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./WeightsPanel.module.css"

interface Props {
  readonly offer: WeightsOffer
  readonly onDone: () => void
}

export function WeightsForm({ offer: { name, file }, onDone }: Props) {
  const analysis = useAnalysis((state) => state.analysis)
  const match = useMemo(() => matchWeights(analysis, file), [analysis, file])
  const [problem, setProblem] = useState<string | null>(null)
  const { params, buffers } = takenOf(match)
  const taken = params.size + buffers.size
  const take = (): void => {
    const refused = takeWeights(name, match)
    setProblem(refused)
    if (refused === null) onDone()
  }
  return (
    <>
      <Dialog.Description className={quiet.text}>
        From “{name}”, {file.title}: {matchSummary(match)}. Undo brings back what was there.
      </Dialog.Description>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus */}
      <section className={styles.rows} tabIndex={0} aria-label="What goes where">
        <table>
          <thead>
            <tr>
              {MATCH_HEADER.map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {match.rows.map((row) => (
              <Row key={`${row.place?.name ?? ""} ${row.tensor?.name ?? ""}`} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      {problem === null ? null : (
        <p className={dialog.problem} role="alert">
          {problem}
        </p>
      )}
      {taken === 0 ? <p className={dialog.warning}>No tensor of the file fits a place of this graph.</p> : null}
      <div className={styles.buttons}>
        <Button look="strong" size="large" disabled={taken === 0} onClick={take}>
          Load {count(taken)} {taken === 1 ? "tensor" : "tensors"}
        </Button>
        <Button look="firm" size="large" onClick={onDone}>
          Leave the graph as it is
        </Button>
      </div>
    </>
  )
}

/** How grave a row is. */
const TONES: { readonly [verdict in Verdict]: "good" | "guessed" | "bad" | "quiet" } = {
  name: "good",
  shape: "guessed",
  "wrong shape": "bad",
  unusable: "bad",
  missing: "guessed",
  "left over": "quiet",
}

function Row({ row }: { readonly row: WeightRow }) {
  return (
    <tr data-tone={TONES[row.verdict]}>
      {matchCells(row).map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name than their place
        <td key={at}>{cell}</td>
      ))}
    </tr>
  )
}
