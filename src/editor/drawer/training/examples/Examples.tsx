// What is trained on, before and while it is: pictures with their classes, points, or rows of numbers. This folder shows
// and takes examples; making and reading them is the work of engine/data and formats.

import { useMemo } from "react"
import type { DataSet, MadeData } from "../../../../engine/data/data.ts"
import { writeCount, writeNumber } from "../../../../formula/number.ts"
import { useDocument } from "../../../../state/document.ts"
import quiet from "../../../parts/styles/quiet.module.css"
import styles from "../styles/training.module.css"
import views from "../styles/views.module.css"
import { ExamplePicture } from "./ExamplePicture.tsx"
import { classField, dotsOf, exampleOf, pictureField, previewOf } from "./preview.ts"
import { frameOf, Scatter } from "./Scatter.tsx"

const PICTURES = 36
const ROWS = 12

export function Examples() {
  const data = useDocument((state) => state.document.data)
  const seed = useDocument((state) => state.document.seed ?? 0)
  const preview = useMemo(() => (data === undefined ? null : previewOf(data, seed)), [data, seed])
  if (preview === null) {
    return (
      <p className={styles.empty}>
        No data are chosen: training takes the Inputs as they are, as one batch. Choose a source under Data on the left,
        or paste numbers there.
      </p>
    )
  }
  if (preview.kind === "problem") return <p className={styles.wrong}>{preview.sentence}</p>
  if (preview.kind === "large") {
    return (
      <p className={styles.empty}>
        {writeCount(preview.elements)} numbers are too many to draw here; training makes them all.
      </p>
    )
  }
  const { made } = preview
  return (
    <>
      <p className={quiet.text}>{wordsOf(made)}</p>
      <Look made={made} />
    </>
  )
}

function Look({ made }: { readonly made: MadeData }) {
  const points = useMemo(() => dotsOf(made), [made])
  const pictures = pictureField(made.training)
  if (pictures !== null) {
    return (
      <div className={views.list}>
        <Pictures set={made.training} title="To train on" />
        {made.validation === null ? null : <Pictures set={made.validation} title="Held back" />}
      </div>
    )
  }
  if (points !== null) {
    return (
      <Scatter
        label="Examples as points"
        dots={points.dots}
        of={points.of}
        frame={frameOf(points.dots)}
        names={classField(made.training)?.classes ?? null}
        axes={points.axes}
        width={420}
        height={226}
      />
    )
  }
  return <Rows set={made.training} />
}

function Pictures({ set, title }: { readonly set: DataSet; readonly title: string }) {
  const field = pictureField(set)
  const classes = classField(set)
  if (field === null) return null
  const shown = Math.min(PICTURES, set.count)
  return (
    <section className={views.filters} aria-label={title}>
      <h3>{title}</h3>
      <ul className={views.worst}>
        {Array.from({ length: shown }, (_, i) => {
          const index = classes?.tensor.data[i]
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place
            <li key={i}>
              <ExamplePicture tensor={exampleOf(field, i)} side={56} />
              {index === undefined ? null : <span className={quiet.text}>{classes?.classes?.[index] ?? index}</span>}
            </li>
          )
        })}
      </ul>
      {set.count > shown ? <p className={quiet.text}>… and {writeCount(set.count - shown)} more</p> : null}
    </section>
  )
}

function Rows({ set }: { readonly set: DataSet }) {
  const fields = [...set.fields]
  return (
    <table className={views.rows}>
      <thead>
        <tr>
          <th scope="col">no.</th>
          {fields.map(([name]) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: Math.min(ROWS, set.count) }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place
          <tr key={i}>
            <th scope="row">{i}</th>
            {fields.map(([name, field]) => (
              <td key={name}>{numbersOf(exampleOf(field, i).data)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function numbersOf(data: ArrayLike<number>): string {
  const shown = Array.from({ length: Math.min(6, data.length) }, (_, i) => writeNumber(data[i] ?? 0))
  return data.length > shown.length ? `${shown.join(", ")}, …` : shown.join(", ")
}

function wordsOf({ training, validation }: MadeData): string {
  const fields = [...training.fields].map(
    ([name, { shape }]) => `${name}${shape.length > 0 ? ` ${shape.join("×")}` : ""}`,
  )
  const held = validation === null ? "none for validation" : `${writeCount(validation.count)} for validation`
  return `${writeCount(training.count)} examples to train on, ${held}; each has ${fields.join(", ")}.`
}
