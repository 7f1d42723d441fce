import { PlayCaption } from "../drawer/player/PlayCaption.tsx"
import { Legend } from "./Legend.tsx"
import styles from "./TopLine.module.css"

/** How to read the canvas, and what the player does on it. */
export function TopLine() {
  return (
    <div className={styles.line}>
      <Legend />
      <PlayCaption />
    </div>
  )
}
