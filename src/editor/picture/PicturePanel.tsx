// An Input that holds pictures: load one, take a sample, or draw. Each replaces one picture of the batch. This folder ends
// in numbers of an Input; files and links of documents are not its business.

import { type DragEvent, memo, useMemo, useRef, useState } from "react"
import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import { endGesture, useDocument } from "../../state/document.ts"
import { useRun } from "../../state/run/run.ts"
import { useSession } from "../../state/session.ts"
import type { Shape, Tensor } from "../../tensor/tensor.ts"
import { useFed } from "../inspector/fields/useFed.ts"
import { Button } from "../parts/Button.tsx"
import { Editable } from "../parts/Editable.tsx"
import { Section } from "../parts/Section.tsx"
import { useReading } from "../parts/useReading.ts"
import { DrawPad } from "./DrawPad.tsx"
import { fedTensor, keptValue, readFed } from "./kept.ts"
import { loadPicture, putPicture } from "./loading.ts"
import styles from "./Picture.module.css"
import { pictureSize } from "./plane.ts"
import { paintSample, SAMPLES } from "./samples.ts"

export const PicturePanel = memo(function PicturePanel({ node }: { readonly node: NodeAnalysis }) {
  const shape = node.op?.kind === "Input" ? node.buffers.find(({ name }) => name === "value")?.shape : undefined
  const size = useMemo(() => (shape === undefined ? null : pictureSize(shape)), [shape])
  const [chosen, setChosen] = useState<number | null>(null)
  const looked = useSession(({ tensor, cell }) => (tensor?.name === `${node.id}:value` ? cell?.[0] : undefined))
  const { examples } = useFed(node.id)
  const literal = node.node.values?.value
  const own = useMemo(
    () => (shape === undefined || literal === undefined ? null : keptValue(node.id, shape)),
    [shape, literal, node.id],
  )
  const given = useGiven(node.id, own === null ? shape : undefined)
  if (shape === undefined || size === null) return null
  const { id } = node
  // The sample that is looked at below, until another one is chosen here.
  const sample = Math.min(chosen ?? looked ?? 0, size.samples - 1)
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
          {size.channels === 1 ? (
            <DrawPad id={id} shape={shape} size={size} sample={sample} tensor={own ?? given} />
          ) : null}
        </Editable>
        <p className={styles.note}>
          Files may be dropped here or on the card: cropped to the middle, {size.rows}×{size.columns},{" "}
          {size.channels === 1 ? "grey" : "red, green, blue"}, black 0, white 1.
          {own === null ? ` Now the numbers are ${examples ?? "drawn from the seed"}.` : ""}
          {own === null && given !== null ? " What you draw on them makes them the Input’s own." : ""}
        </p>
      </div>
    </Section>
  )
})

/** What the document's data have put into the Input, for the pad to show. */
function useGiven(id: string, shape: Shape | undefined): Tensor | null {
  const feeds = useDocument(({ document: { data } }) => Object.hasOwn(data?.feeds ?? {}, id))
  const result = useRun((state) => (shape === undefined || !feeds ? null : state.result))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the run and the data are read from their stores
  const reading = useMemo(
    () => (shape === undefined || !feeds ? null : readFed(fedTensor(id, shape))),
    [id, shape, feeds, result],
  )
  return useReading(reading).is ?? null
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
