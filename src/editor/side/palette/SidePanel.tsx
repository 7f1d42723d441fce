// The panel on the left: what can be added, or the graph as a list.

import { Tabs } from "@base-ui/react/tabs"
import { usePartHidden } from "../../../state/hiding.ts"
import { showSide, useWindow } from "../../../state/window.ts"
import tabbing from "../../parts/styles/tabs.module.css"
import { Outline } from "../outline/Outline.tsx"
import { Palette } from "./Palette.tsx"
import styles from "./SidePanel.module.css"

export function SidePanel() {
  const chosen = useWindow((state) => state.side)
  const library = !usePartHidden("palette")
  const outline = !usePartHidden("outline")
  const tab = !library ? "outline" : !outline ? "library" : chosen
  return (
    <Tabs.Root
      className={styles.side}
      value={tab}
      onValueChange={(value) => showSide(value === "outline" ? "outline" : "library")}
    >
      <Tabs.List className={styles.tabs} aria-label="Library or outline">
        {library ? (
          <Tabs.Tab value="library" className={tabbing.tab}>
            Library
          </Tabs.Tab>
        ) : null}
        {outline ? (
          <Tabs.Tab value="outline" className={tabbing.tab}>
            Outline
          </Tabs.Tab>
        ) : null}
      </Tabs.List>
      <Tabs.Panel value="library" className={styles.view} tabIndex={-1}>
        {library ? <Palette /> : null}
      </Tabs.Panel>
      <Tabs.Panel value="outline" className={styles.view} tabIndex={-1}>
        {outline ? <Outline /> : null}
      </Tabs.Panel>
    </Tabs.Root>
  )
}
