// A format that is text or files: its settings, what it cannot say, what it writes, and where that goes.

import { useEffect, useState } from "react"
import { copyExported, exported, type Outcome, saveExported } from "../../../commands/file/exporting/exporting.ts"
import { fileName } from "../../../commands/file/saving/savingFile.ts"
import { commandNamed } from "../../../commands/registry.ts"
import type { Exported, ExportedFile, ExportFormat } from "../../../formats/exports/exportFormat.ts"
import { exportFormats } from "../../../formats/exports/registry.ts"
import { PROBLEMS_SHOWN } from "../../../graph/limits.ts"
import { formatProblem, wordsOf } from "../../../graph/problem.ts"
import { problemsOf, useAnalysis } from "../../../state/analysis.ts"
import { useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { hasUnkept, useTraining } from "../../../state/training/training.ts"
import { Button } from "../../parts/Button.tsx"
import { CommandButton } from "../../parts/CommandButton.tsx"
import dialog from "../../parts/styles/dialog.module.css"
import quiet from "../../parts/styles/quiet.module.css"
import { Choice } from "./Choice.tsx"
import styles from "./ExportPanel.module.css"

const keep = commandNamed("train.keep")
/** Milliseconds: while somebody types or drags, nothing is written. */
const PAUSE = 120
/** Characters that are shown of a file. */
const SHOWN = 40_000

export function FormatForm({ kind }: { readonly kind: string }) {
  const format = exportFormats.get(kind)
  return format === undefined ? null : <Form key={kind} format={format} />
}

function Form({ format }: { readonly format: ExportFormat }) {
  const [on, setOn] = useState<ReadonlySet<string>>(new Set())
  const made = useExported(format, on)
  const toggle = (name: string): void => {
    const next = new Set(on)
    if (!next.delete(name)) next.add(name)
    setOn(next)
  }
  return (
    <>
      <p className={quiet.text}>{format.about}</p>
      {format.switches.length === 0 ? null : (
        <div className={styles.checks}>
          {format.switches.map(({ name, label }) => (
            <label key={name} className={styles.check}>
              <input type="checkbox" checked={on.has(name)} onChange={() => toggle(name)} />
              {label}
            </label>
          ))}
        </div>
      )}
      <Problems />
      {format.shelf === "figure" ? null : <Unkept />}
      {made === null ? (
        <div className={styles.text} />
      ) : "problem" in made ? (
        <p className={dialog.problem}>{made.problem}</p>
      ) : (
        <Made made={made} />
      )}
    </>
  )
}

/** What the format makes of the document as it stands; null until it has. */
function useExported(format: ExportFormat, on: ReadonlySet<string>): Exported | { readonly problem: string } | null {
  const document = useDocument((state) => state.document)
  const order = useSession((state) => state.order)
  const [made, setMade] = useState<Exported | { readonly problem: string } | null>(null)
  useEffect(() => {
    let live = true
    const wait = setTimeout(() => {
      exported(document, format, on, order).then(
        (next) => live && setMade(next),
        (error: unknown) => live && setMade({ problem: `A fault in Gradwire itself: ${wordsOf(error)}` }),
      )
    }, PAUSE)
    return () => {
      live = false
      clearTimeout(wait)
    }
  }, [document, format, on, order])
  return made
}

/** What is wrong with the document: of such a one what stands is written. */
function Problems() {
  const analysis = useAnalysis((state) => state.analysis)
  const errors = problemsOf(analysis).filter(({ severity }) => severity === "error")
  if (errors.length === 0) return null
  return (
    <section aria-label="Problems of the graph">
      <p className={dialog.warning}>The graph has problems; what stands is written.</p>
      <ul className={styles.lines}>
        {errors.slice(0, PROBLEMS_SHOWN).map((problem) => (
          <li key={formatProblem(problem)}>{formatProblem(problem)}</li>
        ))}
      </ul>
    </section>
  )
}

/** A training holds params of its own until they are kept: what is exported is the graph. */
function Unkept() {
  const unkept = useTraining(hasUnkept)
  if (!unkept) return null
  return (
    <div className={styles.command}>
      <span className={dialog.warning}>
        What the training has learned is not in the graph yet, and is not exported.
      </span>
      <CommandButton command={keep}>Keep what was learned</CommandButton>
    </div>
  )
}

function Made({ made }: { readonly made: Exported }) {
  const { files, lost, notes, command } = made
  const [chosen, setChosen] = useState("")
  const file = files.find(({ path }) => path === chosen) ?? files[0]
  return (
    <>
      {lost.length === 0 ? null : (
        <section aria-label="What cannot be said">
          <p className={dialog.warning}>What cannot be said:</p>
          <ul className={styles.lines}>
            {lost.map(({ place, reason }) => (
              <li key={`${place} ${reason}`}>
                <code>{place}</code> {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      {file === undefined || files.length < 2 ? null : (
        <Choice
          name="File"
          value={file.path}
          options={files.map(({ path }) => [path, path] as const)}
          onChoose={setChosen}
        />
      )}
      {file === undefined ? null : <TextPreview file={file} />}
      {notes.map((note) => (
        <p key={note} className={quiet.text}>
          {note}
        </p>
      ))}
      <Buttons files={files} shown={file} command={command} />
    </>
  )
}

function TextPreview({ file: { path, content, preview = "" } }: { readonly file: ExportedFile }) {
  const text = typeof content === "string" ? content : preview
  const cut = text.length > SHOWN ? `${text.slice(0, SHOWN)}\n…` : text
  return (
    // It scrolls, so it can be reached by the Tab key.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus
    <section className={styles.text} tabIndex={0} aria-label={`Preview of ${path}`}>
      <pre>{cut}</pre>
    </section>
  )
}

interface ButtonsProps {
  readonly files: readonly ExportedFile[]
  readonly shown: ExportedFile | undefined
  readonly command: string | undefined
}

function Buttons({ files, shown, command }: ButtonsProps) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const title = useDocument((state) => state.document.title ?? "")
  if (shown === undefined) return null
  const { content } = shown
  return (
    <>
      <div className={styles.buttons}>
        <Button look="strong" size="large" onClick={() => setOutcome(saveExported(files, fileName(title)))}>
          {files.length === 1 ? `Save ${/\.\w+$/.exec(shown.path)?.[0]}` : "Save all as a zip"}
        </Button>
        {typeof content !== "string" ? null : (
          <Button look="firm" size="large" onClick={() => void copyExported(content, shown.path).then(setOutcome)}>
            {files.length === 1 ? "Copy" : `Copy ${shown.path}`}
          </Button>
        )}
      </div>
      {command === undefined ? null : (
        <div className={styles.command}>
          <code>{command}</code>
          <Button size="small" onClick={() => void copyExported(command, "the command").then(setOutcome)}>
            Copy command
          </Button>
        </div>
      )}
      <p className={outcome !== null && "problem" in outcome ? dialog.problem : quiet.text} role="status">
        {outcome === null ? "" : "problem" in outcome ? outcome.problem : outcome.done}
      </p>
    </>
  )
}
