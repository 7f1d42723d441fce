import { type ComponentType, lazy } from "react"
import { useLeftHidden, usePartHidden } from "../../../state/hiding.ts"
import { usePlayer } from "../../../state/player/player.ts"
import { currentStep } from "../../../state/player/progress.ts"
import { useSession } from "../../../state/session.ts"
import { Button } from "../../parts/Button.tsx"
import { Later } from "../../parts/boundary/Later.tsx"
import { Part } from "../../parts/boundary/Part.tsx"
import { Legend } from "./Legend.tsx"
import styles from "./TopLine.module.css"

const PlayCaption = lazy(async () => ({ default: (await import("../../drawer/player/PlayCaption.tsx")).PlayCaption }))

const FirstCaption = lazy(async () => ({ default: (await import("./FirstCaption.tsx")).FirstCaption }))

interface OpenerProps {
  readonly panel: "palette" | "inspector"
  readonly word: string
  readonly hidden: boolean
}

/** Opens a panel that is closed; in a narrow window the bar does that. */
function Opener({ panel, word, hidden }: OpenerProps) {
  const open = useSession((state) => state.panels[panel].open)
  const setPanel = useSession((state) => state.setPanel)
  if (open || hidden) return null
  return (
    <span className={styles.opener} data-panel={panel} data-overlay="true">
      <Button title={`Open the ${word.toLowerCase()}`} onClick={() => setPanel(panel, { open: true })}>
        {word}
      </Button>
    </span>
  )
}

/** How to read the canvas, and what the player does on it. `overlays`: what is laid over it, once hands have come. */
export function TopLine({ overlays: Overlays }: { readonly overlays: ComponentType | undefined }) {
  const playing = usePlayer(({ sequence }) => sequence !== null)
  const stepping = usePlayer((state) => currentStep(state) !== null)
  return (
    <div className={styles.line} data-playing={playing || undefined}>
      <Opener panel="palette" word="Library" hidden={useLeftHidden()} />
      <Legend>
        {Overlays === undefined ? null : (
          <Part what="The overlays" instead={null}>
            <Overlays />
          </Part>
        )}
      </Legend>
      {stepping ? null : (
        <Later what="What to try first" instead={null}>
          <FirstCaption />
        </Later>
      )}
      {playing ? (
        <Later what="The step">
          <PlayCaption />
        </Later>
      ) : null}
      <Opener panel="inspector" word="Inspector" hidden={usePartHidden("inspector")} />
    </div>
  )
}
