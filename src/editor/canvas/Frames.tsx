// Open groups as frames behind their members, with a title to drag them by. A frame has no place of its own: it goes
// around what is inside, also while that moves.

import { useStore, ViewportPortal } from "@xyflow/react"
import ChevronsDownUp from "lucide-react/icons/chevrons-down-up"
import { memo, useMemo, useState } from "react"
import type { PlacedBox } from "../../graph/edit/arrange.ts"
import { fold, type GroupFrame } from "../../graph/edit/fold.ts"
import { setGroup } from "../../graph/edit/groupEdits.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { edit } from "../../state/document.ts"
import { Button } from "../parts/Button.tsx"
import { useLockWords } from "../parts/Editable.tsx"
import styles from "./Frames.module.css"
import { boxOf, type FlowNode } from "./flow/elements.ts"
import { frameBoxes } from "./flow/frameTitles.ts"
import { useFlow } from "./flow/nodesAndEdges.ts"
import type { Gestures } from "./Hands.tsx"

interface Held {
  /** What can be done with a frame; null while nothing can be yet. */
  readonly hands: Gestures["frames"] | null
}

export function Frames({ hands }: Held) {
  const document = useAnalysis(({ structure }) => structure.document)
  const frames = useMemo(() => fold(document).frames, [document])
  const byId = useFlow((state) => state.byId)
  const textZoom = useFlow((state) => state.textZoom)
  if (frames.length === 0) return null
  const placed = frameBoxes(frames, boxIn(byId), textZoom)
  return (
    <ViewportPortal>
      {frames.map((frame) => {
        const box = placed.get(frame.group.id)
        return box === undefined ? null : <Frame key={frame.group.id} frame={frame} hands={hands} {...box} />
      })}
    </ViewportPortal>
  )
}

function boxIn(byId: ReadonlyMap<string, FlowNode>): (id: string) => PlacedBox | null {
  return (id) => {
    const node = byId.get(id)
    return node === undefined ? null : boxOf(node)
  }
}

type Shown = Held & PlacedBox & { readonly frame: GroupFrame }

const Frame = memo(function Frame({ frame, hands, x, y, width, height }: Shown) {
  const { group, members } = frame
  const [naming, setNaming] = useState(false)
  const zoom = useStore((state) => state.transform[2])
  const scale = 1 / useFlow((state) => state.textZoom)
  const locked = useLockWords()
  const name = group.label ?? group.id
  return (
    <div
      className={styles.frame}
      data-frame={group.id}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height, zIndex: -100 + frame.depth }}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard the members are selected and nudged */}
      <div
        className={`${styles.title} nopan`}
        style={{ transform: `scale(${scale})`, maxWidth: `${100 / scale}%` }}
        data-members={members.join(" ")}
        data-frame={group.id}
        onPointerDown={(event) => hands?.move(event, members, zoom)}
        onDoubleClick={() => setNaming(locked === null)}
      >
        {naming ? <NameField group={group.id} name={name} onDone={() => setNaming(false)} /> : <span>{name}</span>}
        <Button
          look="icon"
          size="small"
          disabled={locked !== null}
          title={locked ?? `Collapse ${name} into one card`}
          aria-label={`Collapse ${name}`}
          onPointerDown={(event) => event.stopPropagation()}
          onDoubleClick={(event) => event.stopPropagation()}
          onClick={() => hands?.collapse(group)}
        >
          <ChevronsDownUp size={13} aria-hidden="true" />
        </Button>
      </div>
    </div>
  )
})

function NameField({
  group,
  name,
  onDone,
}: {
  readonly group: string
  readonly name: string
  readonly onDone: () => void
}) {
  const [text, setText] = useState(name)
  const keep = (): void => {
    if (text.trim() !== "" && text !== name) {
      edit(`Rename ${name}`, (document) => setGroup(document, group, { label: text.trim().slice(0, 200) }))
    }
    onDone()
  }
  return (
    <input
      className={`${styles.field} nodrag nopan nokey`}
      aria-label={`Name of ${name}`}
      value={text}
      // It appears because somebody asked to type here.
      ref={(field) => field?.focus()}
      onPointerDown={(event) => event.stopPropagation()}
      onChange={(event) => setText(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === "Enter") keep()
        if (event.key === "Escape") onDone()
      }}
    />
  )
}
