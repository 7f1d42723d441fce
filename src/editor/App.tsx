// The window: bar above, library left, canvas in the middle, inspector right, drawer below. In a narrow window the side
// panels become sheets over the canvas. This folder is all of React. It shows stores and calls commands; what is true of a
// graph, and what changes it, is found below.

import { type CSSProperties, useEffect } from "react"
import { useLeftHidden, usePartHidden } from "../state/hiding.ts"
import { useSession } from "../state/session.ts"
import styles from "./App.module.css"
import { Canvas } from "./canvas/Canvas.tsx"
import { BuildPanel } from "./dialogs/build/BuildPanel.tsx"
import { ExportPanel } from "./dialogs/export/ExportPanel.tsx"
import { GalleryPanel } from "./dialogs/gallery/GalleryPanel.tsx"
import { HelpPanel } from "./dialogs/help/HelpPanel.tsx"
import { Hints } from "./dialogs/help/Hints.tsx"
import { HomePanel } from "./dialogs/home/HomePanel.tsx"
import { LockedBar } from "./dialogs/home/LockedBar.tsx"
import { KeySheet } from "./dialogs/search/KeySheet.tsx"
import { SearchPanel } from "./dialogs/search/SearchPanel.tsx"
import { SharePanel } from "./dialogs/share/SharePanel.tsx"
import { Drawer, useTabs } from "./drawer/Drawer.tsx"
import { Inspector } from "./inspector/Inspector.tsx"
import { listenToKeys } from "./shell/keys.ts"
import { Messages } from "./shell/Messages.tsx"
import { Part } from "./shell/Part.tsx"
import { Resizer } from "./shell/Resizer.tsx"
import { SheetClose } from "./shell/Sheets.tsx"
import { StatusLine } from "./shell/StatusLine.tsx"
import { TopBar } from "./shell/TopBar.tsx"
import { useNarrow } from "./shell/useNarrow.ts"
import { useTheme } from "./shell/useTheme.ts"
import { Announcer } from "./side/outline/Announcer.tsx"
import { SidePanel } from "./side/palette/SidePanel.tsx"

export function App() {
  useTheme()
  useEffect(listenToKeys, [])
  const panels = useSession((state) => state.panels)
  const sheet = useSession((state) => state.sheet)
  const narrow = useNarrow()
  const hides = { left: useLeftHidden(), inspector: usePartHidden("inspector"), drawer: useTabs().length === 0 }
  const shows = (name: "palette" | "inspector"): boolean =>
    !(name === "palette" ? hides.left : hides.inspector) && (narrow ? sheet === name : panels[name].open)
  // Custom properties are not among React's known style names.
  const sizes = {
    "--palette": `${panels.palette.size}px`,
    "--inspector": `${panels.inspector.size}px`,
    "--drawer": `${panels.drawer.size}px`,
  } as CSSProperties
  return (
    <div className={styles.app} style={sizes} data-narrow={narrow || undefined}>
      <TopBar narrow={narrow} />
      <div className={styles.body}>
        <div className={styles.left}>
          <div className={styles.upper}>
            {shows("palette") ? (
              <nav className={styles.palette} aria-label="Library">
                {narrow ? <SheetClose word="Library" /> : <Resizer panel="palette" side="right" />}
                <Part what="The library">
                  <SidePanel />
                </Part>
              </nav>
            ) : null}
            <main className={styles.canvas} aria-label="Canvas">
              <Part what="The canvas">
                <Canvas />
              </Part>
              <LockedBar />
              <Messages />
              <Part what="How the run stands">
                <Hints />
                <StatusLine />
              </Part>
            </main>
          </div>
          {panels.drawer.open && !hides.drawer ? (
            <section className={styles.drawer} aria-label="Drawer">
              <Resizer panel="drawer" side="top" />
              <Part what="The drawer">
                <Drawer />
              </Part>
            </section>
          ) : null}
        </div>
        {shows("inspector") ? (
          <aside className={styles.inspector} aria-label="Inspector">
            {narrow ? <SheetClose word="Inspector" /> : <Resizer panel="inspector" side="left" />}
            <Part what="The inspector">
              <Inspector />
            </Part>
          </aside>
        ) : null}
      </div>
      <Announcer />
      <BuildPanel />
      <GalleryPanel />
      <HelpPanel />
      <HomePanel />
      <SharePanel />
      <ExportPanel />
      <SearchPanel />
      <KeySheet />
    </div>
  )
}
