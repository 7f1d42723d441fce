import { X } from "lucide-react"
import { captionOf } from "../../../state/player/playbackWords.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { sentenceOf } from "../../../state/player/playerWords.ts"
import { leave } from "../../../state/player/playing.ts"
import { currentStep, hueOf } from "../../../state/player/progress.ts"
import { Button } from "../../parts/Button.tsx"
import styles from "./PlayCaption.module.css"

/** The current step in words, in a corner of the canvas, and the way out of the player. */
export function PlayCaption() {
  const sequence = usePlayer((state) => state.sequence)
  const now = usePlayer(currentStep)
  const playing = usePlayer((state) => state.playing)
  const played = usePlayer((state) => state.playback !== null)
  if (sequence === null || now === null) return null
  return (
    <div className={styles.caption} data-overlay="true" data-family={hueOf(now.phase)}>
      <span role="status" aria-label="Step">
        {played ? captionOf(sequence, now.index, playing) : sentenceOf(sequence, now.index)}
      </span>
      <Button
        look="icon"
        size="small"
        aria-label="Leave the player"
        title="Leave the player (Shift Esc)"
        onClick={leave}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  )
}
