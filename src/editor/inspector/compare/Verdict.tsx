// What a comparison found: whether all cells agree, the first and the worst wrong cell to go to, and the likely causes.

import type { Cells, WrongCell } from "../../../engine/compare/compare.ts"
import type { Tolerance } from "../../../engine/compare/rerun/subject.ts"
import { writeCount, writeNumber } from "../../../formula/number.ts"
import { Maths } from "../../maths/Maths.tsx"
import { Button } from "../../parts/Button.tsx"
import quiet from "../../parts/styles/quiet.module.css"
import styles from "./compare.module.css"
import type { Comparing } from "./comparing.ts"

interface Props extends Comparing {
  readonly onCell: (cell: readonly number[]) => void
}

export function Verdict({ comparison, running, onCell }: Props) {
  const { cells, shapes, tolerance } = comparison
  return (
    <div className={styles.verdict} aria-live="polite">
      {shapes === null ? null : <p>{shapes}</p>}
      {cells === null ? null : (
        <p>
          <strong>{verdictWords(cells)}</strong> <span className={quiet.text}>{countedWords(cells, tolerance)}</span>
        </p>
      )}
      {cells === null || cells.first === null || cells.worst === null ? null : (
        <table className={styles.cells}>
          <thead>
            <tr>
              <th scope="col">Wrong cell</th>
              <th scope="col">here</th>
              <th scope="col">yours</th>
              <th scope="col">difference</th>
            </tr>
          </thead>
          <tbody>
            <CellRow word="First" cell={cells.first} onCell={onCell} />
            <CellRow word="Worst" cell={cells.worst} onCell={onCell} />
          </tbody>
        </table>
      )}
      <Causes comparison={comparison} running={running} />
    </div>
  )
}

function Causes({ comparison: { cells, causes, tried, caveat }, running }: Comparing) {
  const wrong = cells === null || cells.wrong.length > 0
  return (
    <>
      {causes.length === 0 ? null : (
        <div>
          <h4 className={styles.heading}>
            {causes.length === 1 ? "Likely cause" : "Likely causes, most likely first"}
          </h4>
          <ol className={styles.causes} aria-label="Likely causes" data-single={causes.length === 1}>
            {causes.map(({ words, tex }) => (
              <li key={`${words} ${tex}`}>
                {words} {tex === null ? null : <Maths tex={tex} display own />}
              </li>
            ))}
          </ol>
        </div>
      )}
      {running ? <p className={quiet.text}>Trying usual mistakes… {writeCount(tried)} so far.</p> : null}
      {causes.length === 0 && wrong && !running && tried > 0 ? (
        <p className={quiet.text}>
          {cells === null
            ? "No other padding, stride or axis that was tried gives your array."
            : `None of the ${writeCount(tried)} usual mistakes tried gives exactly your numbers.`}
        </p>
      ) : null}
      {caveat === null || running ? null : <p className={quiet.text}>{caveat}</p>}
    </>
  )
}

function verdictWords({ of, wrong }: Cells): string {
  if (wrong.length === 0) return of === 1 ? "The number agrees." : `All ${writeCount(of)} cells agree.`
  return `${writeCount(wrong.length)} of ${writeCount(of)} ${of === 1 ? "cell" : "cells"} ${wrong.length === 1 ? "is" : "are"} wrong.`
}

/** What counts as equal: what was written to some digits is held to these. */
function countedWords({ wrong, digits }: Cells, { absolute, relative }: Tolerance): string {
  if (digits === null) {
    return `Counted as equal: within ${writeNumber(absolute, 2)} + ${writeNumber(relative, 2)} of the larger.`
  }
  return wrong.length === 0 ? `Equal to the ${digits}.` : `Counted as equal: what is the same to the ${digits}.`
}

interface RowProps {
  readonly word: string
  readonly cell: WrongCell
  readonly onCell: (cell: readonly number[]) => void
}

function CellRow({ word, cell, onCell }: RowProps) {
  const { address, ours, theirs, difference } = cell
  return (
    <tr>
      <th scope="row">
        <Button look="text" onClick={() => onCell(address)}>
          {word} [{address.join(", ")}]
        </Button>
      </th>
      <td>{writeNumber(ours, 4)}</td>
      <td>{writeNumber(theirs, 4)}</td>
      <td>{writeNumber(difference, 3)}</td>
    </tr>
  )
}
