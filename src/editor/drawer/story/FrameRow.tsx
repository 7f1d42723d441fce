import { ArrowDown, ArrowUp, Camera, Copy, Eye, GripVertical, Trash2 } from "lucide-react"
import { type ComponentProps, type KeyboardEvent, useEffect, useRef } from "react"
import type { StoryFrame } from "../../../graph/document.ts"
import { copyFrame, removeFrame, setScene, setSentence } from "../../../graph/edit/frames.ts"
import { MAX_SENTENCE } from "../../../graph/limits.ts"
import { edit, endGesture, startGesture } from "../../../state/document.ts"
import { present } from "../../../state/player/presenting.ts"
import { sceneNow } from "../../../state/player/scenes.ts"
import { Sentence } from "../../maths/Sentence.tsx"
import { Button } from "../../parts/Button.tsx"
import { Editable, useLockWords } from "../../parts/Editable.tsx"
import styles from "./Story.module.css"
import { sceneWords } from "./sceneWords.ts"
import { useMissing } from "./useMissing.ts"

const SIZE = 14

interface Props {
  readonly frame: StoryFrame
  readonly index: number
  /** It has just been recorded, or is worked on. */
  readonly chosen: boolean
  readonly onChoose: (id: string) => void
  /** Where what is dragged would come to lie, if it is over this one. */
  readonly drop: "above" | "below" | null
  /** What dragging by the grip needs. */
  readonly grip: Pick<ComponentProps<"button">, "onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel">
  readonly onMove: (to: number) => void
}

export function FrameRow({ frame, index, chosen, onChoose, drop, grip, onMove }: Props) {
  const locked = useLockWords() !== null
  const missing = useMissing(frame)
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    if (by === undefined || locked) return
    event.preventDefault()
    onMove(index + by)
  }
  return (
    <li
      className={styles.frame}
      data-frame={frame.id}
      data-chosen={chosen || undefined}
      data-drop={drop ?? undefined}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        className={styles.grip}
        aria-label={`Frame ${index + 1}`}
        aria-description="Alt with an arrow moves it up or down"
        title="Drag, or Alt ↑ and Alt ↓, to put it elsewhere"
        onClick={() => onChoose(frame.id)}
        {...(locked ? {} : grip)}
      >
        <GripVertical size={SIZE} aria-hidden="true" />
        {index + 1}
      </button>
      <div className={styles.said}>
        <Words frame={frame} index={index} chosen={chosen} onChoose={onChoose} />
        {/[$*`]/.test(frame.text) ? (
          <p className={styles.preview}>
            <Sentence text={frame.text} />
          </p>
        ) : null}
        <p className={styles.scene}>{sceneWords(frame)}</p>
        {missing.length === 0 ? null : <p className={styles.missing}>Not in the graph: {missing.join(", ")}.</p>}
      </div>
      <Actions frame={frame} index={index} onMove={onMove} />
    </li>
  )
}

function Words({ frame, index, chosen, onChoose }: Pick<Props, "frame" | "index" | "chosen" | "onChoose">) {
  const field = useRef<HTMLTextAreaElement>(null)
  const fresh = chosen && frame.text === ""
  useEffect(() => {
    if (fresh) field.current?.focus()
  }, [fresh])
  const locked = useLockWords()
  return (
    <textarea
      ref={field}
      className={styles.text}
      rows={2}
      maxLength={MAX_SENTENCE}
      readOnly={locked !== null}
      title={locked ?? undefined}
      aria-label={`Sentence of frame ${index + 1}`}
      placeholder="What is to be seen here? $\\mu = \\frac1N\\sum_i x_i$"
      value={frame.text}
      onFocus={() => {
        startGesture()
        onChoose(frame.id)
      }}
      onBlur={endGesture}
      onChange={({ target: { value } }) =>
        edit("Write a frame", (document) => setSentence(document, frame.id, value), { key: `frame ${frame.id}` })
      }
    />
  )
}

function Actions({ frame: { id }, index, onMove }: Pick<Props, "frame" | "index" | "onMove">) {
  const name = `frame ${index + 1}`
  const update = (): void => edit("Record a frame anew", (document) => setScene(document, id, sceneNow()))
  return (
    <div className={styles.actions}>
      <Action aria-label={`Present from ${name} on`} onClick={() => present(index)}>
        <Eye size={SIZE} aria-hidden="true" />
      </Action>
      <Editable>
        <Action aria-label={`Record ${name} anew, from what is on the canvas now`} onClick={update}>
          <Camera size={SIZE} aria-hidden="true" />
        </Action>
        <Action aria-label={`Move ${name} up`} onClick={() => onMove(index - 1)}>
          <ArrowUp size={SIZE} aria-hidden="true" />
        </Action>
        <Action aria-label={`Move ${name} down`} onClick={() => onMove(index + 1)}>
          <ArrowDown size={SIZE} aria-hidden="true" />
        </Action>
        <Action
          aria-label={`Duplicate ${name}`}
          onClick={() => edit("Duplicate a frame", (document) => copyFrame(document, id))}
        >
          <Copy size={SIZE} aria-hidden="true" />
        </Action>
        <Action
          aria-label={`Delete ${name}`}
          onClick={() => edit("Delete a frame", (document) => removeFrame(document, id))}
        >
          <Trash2 size={SIZE} aria-hidden="true" />
        </Action>
      </Editable>
    </div>
  )
}

function Action(props: ComponentProps<typeof Button>) {
  return <Button look="icon" size="small" title={props["aria-label"]} {...props} />
}
