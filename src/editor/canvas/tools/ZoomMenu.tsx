import { Menu } from "@base-ui/react/menu"
import { commandNamed } from "../../../commands/registry.ts"
import { useCamera } from "../../../state/camera.ts"
import { CommandItem } from "../../parts/CommandItem.tsx"
import menu from "../../parts/styles/menu.module.css"
import styles from "./ZoomControl.module.css"

const PLACES = ["view.fitAll", "view.fitSelection"].map(commandNamed)
const actual = commandNamed("view.zoomActual")
const wheel = commandNamed("view.toggleWheel")

export function ZoomMenu({ percent }: { readonly percent: number }) {
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.percent} title="Zoom" aria-label={`Zoom: ${percent} %`}>
        {percent} %
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} side="top" align="end" sideOffset={6}>
          <Menu.Popup className={menu.popup}>
            {PLACES.map((command) => (
              <CommandItem key={command.id} command={command} />
            ))}
            <Menu.Separator className={menu.separator} />
            <Plain percent={50} />
            <CommandItem command={actual} />
            <Plain percent={200} />
            <Menu.Separator className={menu.separator} />
            <CommandItem command={wheel} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

/** A zoom that has no key. */
function Plain({ percent }: { readonly percent: number }) {
  return (
    <Menu.Item className={menu.item} onClick={() => useCamera.getState().camera?.zoomTo(percent / 100)}>
      <span className={styles.indented}>Zoom to {percent} %</span>
    </Menu.Item>
  )
}
