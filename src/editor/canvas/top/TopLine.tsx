import { lazy } from "react"
import { usePlayer } from "../../../state/player/player.ts"
import { Later } from "../../parts/boundary/Later.tsx"
import { Legend } from "./Legend.tsx"
import styles from "./TopLine.module.css"

const PlayCaption = lazy(async () => ({ default: (await import("../../drawer/player/PlayCaption.tsx")).PlayCaption }))

/** How to read the canvas, and what the player does on it. */
export function TopLine() {
  const playing = usePlayer(({ sequence }) => sequence !== null)
  return (
    <div className={styles.line}>
      <Legend />
      {playing ? (
        <Later what="The step">
          <PlayCaption />
        </Later>
      ) : null}
    </div>
  )
}
