// The title over a canvas that is shown alone, with the ways out.

import Maximize2 from "lucide-react/icons/maximize-2"
import X from "lucide-react/icons/x"
import { useDocument } from "../../state/document.ts"
import { stopPresenting } from "../../state/player/presenting.ts"
import { Button } from "../parts/Button.tsx"
import styles from "./Presentation.module.css"

const SIZE = 16

export function PresentationBar() {
  const title = useDocument(({ document }) => document.title ?? "Untitled")
  return (
    <header className={styles.bar} data-region="header">
      <h1 className={styles.title}>{title}</h1>
      {document.fullscreenEnabled ? (
        <Button look="icon" aria-label="Full screen" title="Full screen" onClick={() => void switchScreen()}>
          <Maximize2 size={SIZE} aria-hidden="true" />
        </Button>
      ) : null}
      <Button look="icon" aria-label="End the presentation" title="End the presentation (Esc)" onClick={stopPresenting}>
        <X size={SIZE} aria-hidden="true" />
      </Button>
    </header>
  )
}

/** The whole screen, or back to the window. A browser may refuse it: then all stays as it is. */
async function switchScreen(): Promise<void> {
  const asked = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()
  await asked.catch(() => {})
}
