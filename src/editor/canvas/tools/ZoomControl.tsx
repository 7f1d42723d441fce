// The zoom in the corner: less, how much it is, more. The middle opens a list of what else there is.

import { useStore } from "@xyflow/react"
import Minus from "lucide-react/icons/minus"
import Plus from "lucide-react/icons/plus"
import { lazy } from "react"
import type { Command } from "../../../commands/command.ts"
import { writeShortcut } from "../../../commands/shortcut.ts"
import { zoomIn } from "../../../commands/view/zoomIn.ts"
import { zoomOut } from "../../../commands/view/zoomOut.ts"
import { Button } from "../../parts/Button.tsx"
import { Later } from "../../parts/boundary/Later.tsx"
import { isMac } from "../../parts/mac.ts"
import { useRoving } from "../../parts/window/useRoving.ts"
import styles from "./ZoomControl.module.css"

const ZoomMenu = lazy(async () => ({ default: (await import("./ZoomMenu.tsx")).ZoomMenu }))

export function ZoomControl() {
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100))
  const roving = useRoving("across")
  const shown = (
    <span className={styles.percent} title="Zoom">
      {percent} %
    </span>
  )
  return (
    <div
      className={`${styles.zoom} nopan nodrag nowheel`}
      role="toolbar"
      aria-label="Zoom"
      data-overlay="true"
      {...roving}
    >
      <Step command={zoomOut} name="Zoom out" Picture={Minus} />
      <Later what="The list of zooms" meanwhile={shown} instead={shown}>
        <ZoomMenu percent={percent} />
      </Later>
      <Step command={zoomIn} name="Zoom in" Picture={Plus} />
    </div>
  )
}

function Step({
  command,
  name,
  Picture,
}: {
  readonly command: Command
  readonly name: string
  readonly Picture: typeof Plus
}) {
  const [key = ""] = command.shortcuts ?? []
  return (
    <Button
      look="icon"
      size="small"
      aria-label={name}
      title={`${name} (${writeShortcut(key, isMac())})`}
      onClick={() => void command.run()}
    >
      <Picture size={14} aria-hidden="true" />
    </Button>
  )
}
