import { Menu } from "@base-ui/react/menu"
import styles from "../../parts/styles/menus.module.css"

/** What a menu of the drawer opens into. */
export function Popup({ children }: { readonly children: React.ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} align="end" className={styles.positioner}>
        <Menu.Popup className={styles.popup}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}
