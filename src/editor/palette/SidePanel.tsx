// The panel on the left: what can be added, or the graph as a list.

import { Tabs } from "@base-ui/react/tabs"
import { showSide, useSide } from "../../state/side.ts"
import { Outline } from "../outline/Outline.tsx"
import { Palette } from "./Palette.tsx"
import styles from "./SidePanel.module.css"

export function SidePanel() {
  const tab = useSide((state) => state.tab)
  return (
    <Tabs.Root
      className={styles.side}
      value={tab}
      onValueChange={(value) => showSide(value === "outline" ? "outline" : "library")}
    >
      <Tabs.List className={styles.tabs} aria-label="Library or outline">
        <Tabs.Tab value="library" className={styles.tab}>
          Library
        </Tabs.Tab>
        <Tabs.Tab value="outline" className={styles.tab}>
          Outline
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="library" className={styles.view} tabIndex={-1}>
        <Palette />
      </Tabs.Panel>
      <Tabs.Panel value="outline" className={styles.view} tabIndex={-1}>
        <Outline />
      </Tabs.Panel>
    </Tabs.Root>
  )
}
