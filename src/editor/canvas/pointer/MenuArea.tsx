// Where a right click, a long press, the menu key or Shift F10 opens the menu of what is pointed at. The menu itself comes
// after the first picture, and is handed the event that asks for it.

import { type CSSProperties, lazy, type MouseEvent, type ReactNode, useRef, useState } from "react"
import { Later } from "../../parts/boundary/Later.tsx"
import styles from "./MenuArea.module.css"
import { pointAt, type Target } from "./pointAt.ts"

const CanvasMenu = lazy(async () => ({ default: (await import("./CanvasMenu.tsx")).CanvasMenu }))

export function MenuArea({
  className,
  lod,
  read,
  children,
}: {
  readonly className: string
  readonly lod: string
  /** What hangs on cards is scaled by this, so that it can be read. */
  readonly read: number
  readonly children: ReactNode
}) {
  const [target, setTarget] = useState<Target>("canvas")
  const opener = useRef<HTMLDivElement>(null)
  const open = (event: MouseEvent): void => {
    if (opener.current === null || opener.current.contains(event.target as Node)) return // React types it as any target
    event.preventDefault()
    setTarget(pointAt(event))
    const { clientX, clientY } = event
    const asked = { bubbles: true, cancelable: true, clientX, clientY, button: 2 }
    opener.current.dispatchEvent(new globalThis.MouseEvent("contextmenu", asked))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys open the same menu (shell/keys.ts)
    <div
      className={`${styles.area} ${className}`}
      data-lod={lod}
      // Custom properties are not among React's known style names.
      style={{ "--read": read } as CSSProperties}
      onContextMenu={open}
    >
      {children}
      <Later what="The menu" instead={null}>
        <CanvasMenu target={target} opener={opener} />
      </Later>
    </div>
  )
}
