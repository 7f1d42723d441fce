// The story of the open document: its frames in their order, each with its sentence. A frame shows what was on the screen
// when it was recorded. This folder edits them; what a frame sets is state/player/scenes.

import { Circle, Presentation } from "lucide-react"
import { type ReactNode, useState } from "react"
import { addFrame, framesOf, moveFrame } from "../../../graph/edit/frames.ts"
import { MAX_FRAMES } from "../../../graph/limits.ts"
import { edit, useDocument } from "../../../state/document.ts"
import { present } from "../../../state/player/presenting.ts"
import { sceneNow } from "../../../state/player/scenes.ts"
import { Button } from "../../parts/Button.tsx"
import { useLockWords } from "../../parts/Editable.tsx"
import { FrameRow } from "./FrameRow.tsx"
import { useReordering } from "./reordering.ts"
import styles from "./Story.module.css"

const SIZE = 14

export function Story() {
  const frames = useDocument(({ document }) => framesOf(document))
  const [chosen, setChosen] = useState<string | null>(null)
  const placeOf = (wanted: string): number => frames.findIndex(({ id }) => id === wanted)
  const { dragged, handlersOf } = useReordering((id, onto) => move(id, placeOf(onto)))
  return (
    <div className={styles.story}>
      <Tools count={frames.length} after={chosen} onRecorded={setChosen}>
        {frames.length === 0 ? "No frames yet." : "Select nodes and wires to light them in the frame."}
      </Tools>
      {frames.length === 0 ? (
        <Empty />
      ) : (
        <ol className={styles.frames} aria-label="Frames of the story">
          {frames.map((frame, index) => (
            <FrameRow
              key={frame.id}
              frame={frame}
              index={index}
              chosen={frame.id === chosen}
              onChoose={setChosen}
              drop={dragged?.over !== frame.id ? null : placeOf(dragged.id) < index ? "below" : "above"}
              grip={handlersOf(frame.id)}
              onMove={(to) => move(frame.id, to)}
            />
          ))}
        </ol>
      )}
    </div>
  )
}

function move(id: string, to: number): void {
  edit("Move a frame", (document) => moveFrame(document, id, to))
}

interface ToolsProps {
  readonly count: number
  /** The frame behind which the next one comes. */
  readonly after: string | null
  readonly onRecorded: (id: string | null) => void
  readonly children: ReactNode
}

function Tools({ count, after, onRecorded, children }: ToolsProps) {
  const locked = useLockWords()
  const full = count >= MAX_FRAMES ? `A story has at most ${MAX_FRAMES} frames.` : null
  const record = (): void => {
    const before = new Set(framesOf(useDocument.getState().document).map(({ id }) => id))
    edit("Record a frame", (document) => addFrame(document, { ...sceneNow(), text: "" }, after ?? undefined))
    const added = framesOf(useDocument.getState().document).find(({ id }) => !before.has(id))
    onRecorded(added?.id ?? null)
  }
  return (
    <div className={styles.tools}>
      <Button
        look="firm"
        disabled={locked !== null || full !== null}
        title={locked ?? full ?? "What is on the canvas now, as a frame"}
        onClick={record}
      >
        <Circle size={SIZE} fill="currentColor" className={styles.dot} aria-hidden="true" /> Record frame
      </Button>
      <Button look="plain" title="The canvas alone, from the first frame on (H)" onClick={() => present()}>
        <Presentation size={SIZE} aria-hidden="true" /> Present
      </Button>
      <span className={styles.hint}>{children}</span>
    </div>
  )
}

function Empty() {
  return (
    <p className={styles.empty}>
      A frame keeps what you see: the part of the graph in view, the mode, the step of the run, and what is selected,
      which it lights. Write a sentence under it, with math between dollar signs, and present the frames with{" "}
      <kbd>H</kbd> and the arrow keys. They are saved with the graph and travel with its link.
    </p>
  )
}
