// The list of formats, and below it the one that is chosen. Pictures are drawn by a form of their own.

import { lazy, Suspense, useState } from "react"
import { exportFormats } from "../../../formats/exports/registry.ts"
import { recall, remember } from "../../../state/remembered.ts"
import { Boundary } from "../../parts/boundary/Boundary.tsx"
import { Choice } from "./Choice.tsx"
import styles from "./ExportPanel.module.css"
import { FormatForm } from "./FormatForm.tsx"

const PictureForm = lazy(async () => ({ default: (await import("./PictureForm.tsx")).PictureForm }))

const PICTURE = "picture"
const SHELVES = [
  ["Figure", "figure", [[PICTURE, "Picture"]]],
  ["Weights", "weights", []],
  ["Code", "code", []],
] as const

/** The formats of a shelf by their short names. */
const shelves = SHELVES.map(([name, shelf, first]) => ({
  name,
  options: [
    ...first,
    ...[...exportFormats.values()]
      .filter((one) => one.shelf === shelf)
      .map(({ kind, title }) => [kind, title] as const),
  ],
})).filter(({ options }) => options.length > 0)

export function ExportForm() {
  const [chosen, setChosen] = useState(remembered)
  const choose = (kind: string): void => {
    setChosen(kind)
    remember("exportFormat", kind)
  }
  return (
    <>
      <div className={styles.fields}>
        {shelves.map(({ name, options }) => (
          <Choice key={name} name={name} value={chosen} options={options} onChoose={choose} />
        ))}
      </div>
      {chosen === PICTURE ? (
        <Boundary what="The picture">
          <Suspense fallback={<div className={styles.preview} />}>
            <PictureForm />
          </Suspense>
        </Boundary>
      ) : (
        <FormatForm kind={chosen} />
      )}
    </>
  )
}

function remembered(): string {
  const kind = recall("exportFormat")
  return typeof kind === "string" && exportFormats.has(kind) ? kind : PICTURE
}
