// What is done with a selection, beside it: a small bar that waits until the hand rests, and is away while something moves.
// This folder has what lies over the canvas, and where it finds room; what is said there comes from others.

import { useStore } from "@xyflow/react"
import { useEffect, useMemo, useState } from "react"
import { isHidden, mayRun } from "../../../commands/allowed.ts"
import type { Command } from "../../../commands/command.ts"
import { commandNamed } from "../../../commands/registry.ts"
import { CHIP_HEIGHT, chipWidth } from "../../../graph/drawing/wires/chipSize.ts"
import { boxAround } from "../../../graph/drawing/wires/chips.ts"
import { useDocument } from "../../../state/document.ts"
import { useSession } from "../../../state/session.ts"
import { isPhone } from "../../../state/window.ts"
import { CommandButton } from "../../parts/CommandButton.tsx"
import { useRoving } from "../../parts/window/useRoving.ts"
import type { PlacedSum, SizedChip } from "../flow/drawn.ts"
import { boxOf, type FlowNode } from "../flow/elements.ts"
import { titlesOf, useFlow } from "../flow/nodesAndEdges.ts"
import { useConnecting } from "../wires/pendingWire.ts"
import { barPlace, type Rect, screenRect } from "./barPlace.ts"
import styles from "./SelectionBar.module.css"

const named = (...ids: string[]): readonly Command[] => ids.map(commandNamed)
const ONE = named(
  "inspect.why",
  "inspect.derive",
  "view.weightLines",
  "graph.openIntoParts",
  "graph.closeParts",
  "edit.connect",
  "edit.duplicate",
  "edit.remove",
)
const GROUP = named("graph.expand", "graph.ungroup", "edit.duplicate", "edit.remove")
const SEVERAL = named(
  "arrange.left",
  "arrange.top",
  "arrange.spreadAcross",
  "arrange.spreadDown",
  "graph.group",
  "edit.duplicate",
  "edit.remove",
)

/** What lies along the upper and the lower edge of the canvas, and a margin at the sides. */
const EDGES = { top: 52, bottom: 40, side: 8 }
/** For a pointer and for a finger. */
const BUTTON = { fine: 30, coarse: 36 }
const FRAME = 8
/** A selection that is still being made, or goes on at once, has no bar. In milliseconds. */
const REST = 200

export function SelectionBar() {
  const chosen = useSession((state) => state.nodes)
  // Who has chosen a cell asks about a number: where it comes from stands there.
  const asking = useSession((state) => state.cell !== null)
  const locked = useDocument((state) => state.lock !== null)
  const connecting = useConnecting(({ held }) => held !== null)
  const moving = useFlow(({ nodes }) => nodes.some(({ dragging }) => dragging === true))
  const selecting = useStore(({ userSelectionActive, connection }) => userSelectionActive || connection.inProgress)
  const resting = useResting(chosen, moving || selecting || connecting)
  return chosen.length === 0 || asking || locked || !resting ? null : <Bar chosen={chosen} />
}

/** Whether nothing has changed for a moment. */
function useResting(of: unknown, busy: boolean): boolean {
  const [rested, setRested] = useState<unknown>(null)
  useEffect(() => {
    if (busy) {
      setRested(null)
      return
    }
    const timer = setTimeout(() => setRested(of), REST)
    return () => clearTimeout(timer)
  }, [of, busy])
  return rested === of && !busy
}

function Bar({ chosen }: { readonly chosen: readonly string[] }) {
  const nodes = useFlow((state) => state.nodes)
  const chips = useFlow((state) => state.chips)
  const sums = useFlow((state) => state.sums)
  const textZoom = useFlow((state) => state.textZoom)
  const transform = useStore((state) => state.transform)
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const roving = useRoving("across")
  const [mine, others] = useMemo(() => parted(nodes, chosen), [nodes, chosen])
  // What may run follows from document and selection, and both are new whenever this is drawn for them.
  const commands = commandsFor(mine).filter((command) => !isHidden(command) && mayRun(command))
  if (mine.length === 0 || commands.length === 0) return null
  const view = { x: EDGES.side, y: EDGES.top, width: width - 2 * EDGES.side, height: height - EDGES.top - EDGES.bottom }
  const button = isPhone() ? BUTTON.coarse : BUTTON.fine
  const size = { width: commands.length * button + FRAME, height: button + FRAME }
  const onScreen = (rect: Rect): Rect => screenRect(rect, transform)
  const words = [...chips.values(), ...sums.map(wordsOf)].map(wordsBox).map(onScreen)
  const solid = [...others.map(boxOf), ...titlesOf({ textZoom })].map(onScreen)
  const place = barPlace(onScreen(around(mine.map(boxOf))), size, view, solid, words)
  if (place === null) return null
  return (
    <div
      className={`${styles.bar} nopan nodrag nowheel`}
      role="toolbar"
      data-selection-bar=""
      aria-label="Selection"
      style={{ transform: `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)`, ...size }}
      {...roving}
    >
      {commands.map((command) => (
        <CommandButton key={command.id} command={command} look="icon" />
      ))}
    </div>
  )
}

type Words = Pick<SizedChip, "at" | "width" | "scale">

function wordsOf({ text, at, scale }: PlacedSum): Words {
  return { at, scale, width: chipWidth(text) * scale }
}

function wordsBox({ at, width, scale }: Words): Rect {
  return boxAround(at, width, CHIP_HEIGHT * scale)
}

/** What is drawn of the selection, and all else. */
function parted(
  nodes: readonly FlowNode[],
  chosen: readonly string[],
): readonly [mine: readonly FlowNode[], others: readonly FlowNode[]] {
  const ids = new Set(chosen)
  const isMine = ({ id, data: { face } }: FlowNode): boolean => (face.members ?? [id]).every((one) => ids.has(one))
  return [nodes.filter(isMine), nodes.filter((node) => !isMine(node))]
}

function commandsFor(mine: readonly FlowNode[]): readonly Command[] {
  if (mine.length > 1) return SEVERAL
  return mine[0]?.data.face.kind === "folded" ? GROUP : ONE
}

function around(boxes: readonly Rect[]): Rect {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const right = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}
