// An Input that holds pictures: load one, take a sample, or draw. Each replaces one picture of the batch. This folder ends
// in numbers of an Input; files and links of documents are not its business.

import { type DragEvent, useMemo, useRef, useState } from "react"
import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { endGesture } from "../../state/document.ts"
import { useFed } from "../inspector/fields/useFed.ts"
import { Button } from "../parts/Button.tsx"
import { Editable } from "../parts/Editable.tsx"
import { Section } from "../parts/Section.tsx"
import { DrawPad } from "./DrawPad.tsx"
import { keptValue } from "./kept.ts"
import { loadPicture, putPicture } from "./loading.ts"
import styles from "./Picture.module.css"
import { pictureSize } from "./plane.ts"
import { paintSample, SAMPLES } from "./samples.ts"

export function PicturePanel({ node }: { readonly node: NodeAnalysis }) {
  const shape = node.op?.kind === "Input" ? node.buffers.find(({ name }) => name === "value")?.shape : undefined
  const size = useMemo(() => (shape === undefined ? null : pictureSize(shape)), [shape])
  const [chosen, setChosen] = useState(0)
  const { examples } = useFed(node.id)
  const literal = node.node.values?.value
  const tensor = useMemo(
    () => (shape === undefined || literal === undefined ? null : keptValue(node.id, shape)),
    [shape, literal, node.id],
  )
  if (shape === undefined || size === null) return null
  const { id } = node
  const sample = Math.min(chosen, size.samples - 1)
  const load = (picked: File) => void loadPicture(id, sample, picked)
  const paint = (name: string) => {
    const picked = SAMPLES.find((one) => one.name === name)
    if (picked === undefined) return
    putPicture(id, shape, sample, paintSample(picked, size), `Put a sample into ${id}`)
    endGesture()
  }
  return (
    <Section
      title="Picture"
      aside={size.samples > 1 ? <Which of={size.samples} at={sample} onPick={setChosen} /> : null}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div className={styles.panel} onDragOver={allowFiles} onDrop={(event) => takeDropped(event, load)}>
        <Editable>
          <Tools id={id} onLoad={load} onSample={paint} />
          {size.channels === 1 ? <DrawPad id={id} shape={shape} size={size} sample={sample} tensor={tensor} /> : null}
        </Editable>
        <p className={styles.note}>
          Files may be dropped here or on the card: cropped to the middle, {size.rows}×{size.columns},{" "}
          {size.channels === 1 ? "grey" : "red, green, blue"}, black 0, white 1.
          {tensor === null ? ` Now the numbers are ${examples ?? "drawn from the seed"}.` : ""}
        </p>
      </div>
    </Section>
  )
}

function allowFiles(event: DragEvent): void {
  if (event.dataTransfer.types.includes("Files")) event.preventDefault()
}

/** Anything but a picture is the window's: a graph opens wherever it is dropped. */
function takeDropped(event: DragEvent, load: (file: File) => void): void {
  const [dropped] = event.dataTransfer.files
  if (dropped?.type.startsWith("image/") !== true) return
  event.preventDefault()
  load(dropped)
}

interface ToolsProps {
  readonly id: string
  readonly onLoad: (file: File) => void
  readonly onSample: (name: string) => void
}

function Tools({ id, onLoad, onSample }: ToolsProps) {
  const file = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.tools}>
      <Button onClick={() => file.current?.click()}>Load a picture…</Button>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        aria-label={`Picture file for ${id}`}
        onChange={(event) => {
          const [picked] = event.target.files ?? []
          if (picked !== undefined) onLoad(picked)
          event.target.value = ""
        }}
      />
      <select aria-label="Sample picture" value="" onChange={(event) => onSample(event.target.value)}>
        <option value="">Samples…</option>
        {SAMPLES.map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  )
}

interface WhichProps {
  readonly of: number
  readonly at: number
  readonly onPick: (sample: number) => void
}

function Which({ of, at, onPick }: WhichProps) {
  return (
    <label className={styles.which}>
      of sample
      <input
        type="number"
        min={0}
        max={of - 1}
        value={at}
        onChange={(event) => onPick(Math.min(of - 1, Math.max(0, event.target.valueAsNumber || 0)))}
      />
    </label>
  )
}
