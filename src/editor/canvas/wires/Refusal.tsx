// Why a port does not take the wire that is held over it, or was dropped on it: beside the pointer.

import { useConnection } from "@xyflow/react"
import { useEffect } from "react"
import { createPortal } from "react-dom"
import type { FlowNode } from "../flow/elements.ts"
import { judge, placeOfHandle } from "./pendingWire.ts"
import styles from "./Refusal.module.css"
import { forgetRefusal, useRefusal } from "./refusing.ts"

/** Room for the words beside the pointer, in CSS pixels. */
const WIDTH = 260

export function Refusal() {
  const dropped = useRefusal((state) => state.refusal)
  const held = useConnection<FlowNode, string | null>(heldOver)
  useEffect(() => {
    if (dropped === null) return
    addEventListener("pointerdown", forgetRefusal, true)
    addEventListener("wheel", forgetRefusal, { capture: true, passive: true })
    return () => {
      removeEventListener("pointerdown", forgetRefusal, true)
      removeEventListener("wheel", forgetRefusal, true)
    }
  }, [dropped])
  const over = held === null ? null : placed(held)
  const shown = over ?? dropped
  if (shown === null) return null
  return createPortal(
    // Dropped, it is read out as a message; held, every port would be one.
    <p
      className={styles.refusal}
      style={{ left: Math.min(shown.x + 14, innerWidth - WIDTH), top: shown.y + 14 }}
      aria-hidden="true"
    >
      {shown.sentence}
    </p>,
    document.body,
  )
}

type Connecting = Parameters<NonNullable<Parameters<typeof useConnection<FlowNode>>[0]>>[0]

/** What the port under the pointer would answer, with the port: `port\nsentence`; null over none, or over one that takes it. */
function heldOver({ inProgress, fromHandle, toHandle }: Connecting): string | null {
  if (!inProgress || !fromHandle?.id || !toHandle?.id || fromHandle.type === toHandle.type) return null
  const [source, sink] = fromHandle.type === "source" ? [fromHandle, toHandle] : [toHandle, fromHandle]
  const fit = judge(placeOfHandle(source.nodeId, source.id ?? ""), placeOfHandle(sink.nodeId, sink.id ?? ""))
  if (fit.kind === "yes") return null
  return [toHandle.nodeId, toHandle.id, toHandle.type, fit.sentence].join("\n")
}

function placed(held: string): { readonly sentence: string; readonly x: number; readonly y: number } | null {
  const [node = "", handle = "", type = "", sentence = ""] = held.split("\n")
  const selector = `.react-flow__handle.${type}[data-nodeid="${CSS.escape(node)}"][data-handleid="${CSS.escape(handle)}"]`
  const box = document.querySelector(selector)?.getBoundingClientRect()
  return box === undefined ? null : { sentence, x: box.left + box.width / 2, y: box.top + box.height / 2 }
}
