// What the canvas has for hands: bars, tips and maps over it, and what gestures do. Part of no first picture.

import { lazy, type MouseEvent, useEffect } from "react"
import { lockWords, mayRun } from "../../commands/allowed.ts"
import { insert } from "../../commands/edit/insert.ts"
import { collapseGroups } from "../../commands/graph/chosen/chosenGroup.ts"
import { expand } from "../../commands/graph/expand.ts"
import type { GroupDocument } from "../../graph/document.ts"
import { useCamera } from "../../state/camera.ts"
import { say } from "../../state/messages.ts"
import { startHeat } from "../../state/player/heating.ts"
import { usePresenting } from "../../state/player/presenting.ts"
import { openSearch } from "../../state/search.ts"
import { useSession } from "../../state/session.ts"
import { useWeightLines } from "../../state/training/weightLines.ts"
import { Later } from "../parts/boundary/Later.tsx"
import { FarMap } from "./far/FarMap.tsx"
import type { FlowNode } from "./flow/elements.ts"
import { useFlow } from "./flow/nodesAndEdges.ts"
import { PlaybackLayer } from "./playback/PlaybackLayer.tsx"
import { allowDrop, drop, forgetDrop } from "./pointer/dropping.ts"
import { followDrag, startDrag, stopDrag, takeNodeChanges } from "./pointer/gestures.ts"
import { Lasso } from "./pointer/Lasso.tsx"
import { moveFrame } from "./pointer/moveFrame.ts"
import { Touch } from "./pointer/Touch.tsx"
import { leaveTapped } from "./pointer/tapping.ts"
import { SaidScores } from "./tiles/SaidScores.tsx"
import { SelectionBar } from "./tools/SelectionBar.tsx"
import { Overlays } from "./top/Overlays.tsx"
import {
  onConnect,
  onConnectEnd,
  onConnectStart,
  onReconnect,
  onReconnectEnd,
  onReconnectStart,
} from "./wires/connecting.ts"
import { GradientFlow } from "./wires/GradientFlow.tsx"
import { stopConnecting } from "./wires/pendingWire.ts"
import { Refusal } from "./wires/Refusal.tsx"
import { WireTip } from "./wires/WireTip.tsx"
import { mayJoin } from "./wires/wiring.ts"

const WeightLines = lazy(async () => ({ default: (await import("./tiles/WeightLines.tsx")).WeightLines }))
const Threads = lazy(async () => ({ default: (await import("./threads/Threads.tsx")).Threads }))

export function Hands({ onCome }: { readonly onCome: (gestures: Gestures) => void }) {
  const empty = useFlow((state) => state.nodes.length === 0)
  const asks = useSession(({ cell }) => cell !== null)
  const opened = useWeightLines(({ nodes }) => nodes.length > 0)
  const alone = usePresenting((state) => state.on)
  useEffect(() => onCome(gestures), [onCome])
  useEffect(startHeat, [])
  return (
    <>
      <GradientFlow />
      <PlaybackLayer />
      {asks ? (
        <Later what="Where the number comes from">
          <Threads />
        </Later>
      ) : null}
      {opened ? (
        <Later what="The weights as lines" instead={null}>
          <WeightLines />
        </Later>
      ) : null}
      {empty || alone ? null : <FarMap />}
      {alone ? null : <SelectionBar />}
      <Touch />
      <Lasso />
      <WireTip />
      <Refusal />
      <SaidScores />
    </>
  )
}

/** Two clicks on the card of a group open it. */
function onNodeDoubleClick(_: unknown, { data: { face } }: FlowNode): void {
  const chosen = face.kind === "folded" ? face.members : undefined
  if (chosen === undefined) return
  useSession.getState().select({ nodes: chosen, wires: [] })
  if (mayRun(expand)) void expand.run()
  else sayLocked()
}

/** What was meant by a gesture is an edit: where there are none, it says why. */
function sayLocked(): void {
  const words = lockWords()
  if (words !== null) say(words)
}

/** Two clicks on the empty canvas ask for a new node there. */
function onPaneClick({ detail, clientX: x, clientY: y }: MouseEvent): void {
  stopConnecting()
  leaveTapped()
  const at = useCamera.getState().camera?.at(x, y)
  const shown = usePresenting.getState().on
  if (detail === 2 && at && !shown && mayRun(insert)) openSearch({ kind: "insert", at }, { x, y })
}

/** By the names that React Flow has for it. */
const flow = {
  onNodesChange: takeNodeChanges,
  onConnectStart,
  onConnect,
  onConnectEnd,
  isValidConnection: mayJoin,
  onReconnectStart,
  onReconnect,
  onReconnectEnd,
  onPaneClick,
  onNodeDoubleClick,
  onNodeDragStart: startDrag,
  onNodeDrag: followDrag,
  onNodeDragStop: stopDrag,
  onDragLeave: forgetDrop,
  onDrop: drop,
  onDragOver: allowDrop,
}

const frames = {
  move: moveFrame,
  collapse: (group: GroupDocument) => void collapseGroups([group], true),
}

/** All that hands do beyond selecting, and with it what edits need. */
const gestures = { flow, frames, overlays: Overlays }
export type Gestures = typeof gestures
