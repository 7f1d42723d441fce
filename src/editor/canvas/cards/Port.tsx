// One port: a dot with a 24 px area around it to hit. Lights up while a wire that fits is being drawn, dims otherwise.
// By keyboard: Enter on one port takes hold of a wire, Enter on another puts it down.

import { Handle, Position } from "@xyflow/react"
import { memo } from "react"
import { writeCount } from "../../../formula/number.ts"
import { spokenName } from "../../../formula/spoken.ts"
import type { Face } from "../../../graph/drawing/face.ts"
import type { PortFace, PortSide } from "../../../graph/drawing/ports.ts"
import { placeName } from "../../../graph/wire.ts"
import { placeOf, useConnecting } from "../wires/pendingWire.ts"
import { pickPort } from "../wires/wiring.ts"
import styles from "./Port.module.css"

interface Props {
  readonly face: Face
  readonly port: PortFace
  readonly reachable: boolean
}

const POSITIONS: Readonly<Record<PortSide, Position>> = {
  in: Position.Left,
  out: Position.Right,
  param: Position.Bottom,
}

export const Port = memo(function Port({ face, port, reachable }: Props) {
  const name = placeName(placeOf(face, port))
  const fit = useConnecting((state) => fitWord(state, name, port.side))
  const title = port.doc === "" ? port.id : `${port.id}: ${port.doc}`
  const more = port.more === undefined ? "" : `+ ${writeCount(port.more)} more`
  const words = `${port.side === "out" ? "Output" : port.side === "param" ? "Param" : "Input"} ${spokenName(port.id)} of ${spokenName(face.name === "" ? face.title : face.name)}`
  return (
    <Handle
      id={port.id}
      type={port.side === "out" ? "source" : "target"}
      position={POSITIONS[port.side]}
      className={styles.port}
      data-side={port.side}
      data-wired={port.wired || undefined}
      data-fit={fit}
      style={{ left: port.at[0], top: port.at[1] }}
      role="button"
      tabIndex={reachable ? 0 : -1}
      aria-label={more === "" ? words : `${words}, ${more}`}
      title={more === "" ? title : `${title} (${more}, bundled here)`}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return
        event.preventDefault()
        event.stopPropagation()
        pickPort(port.side === "out" ? "source" : "sink", placeOf(face, port))
      }}
    >
      <span className={styles.dot} />
      <span className={styles.name}>{port.id}</span>
      {more === "" ? null : <span className={styles.more}>{more}</span>}
    </Handle>
  )
})

type FitWord = "held" | "yes" | "misfit" | "no" | undefined

/** `no` also for every port of the side that the wire is held at. */
function fitWord({ held, fits }: ReturnType<typeof useConnecting.getState>, name: string, side: PortSide): FitWord {
  if (held === null) return undefined
  if (placeName(held.place) === name && (held.kind === "source") === (side === "out")) return "held"
  return (held.kind === "source") === (side === "out") ? "no" : (fits.get(name)?.kind ?? "no")
}
