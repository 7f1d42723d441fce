// The window: bar above, library left, canvas in the middle, inspector right, drawer below. In a narrow window the side
// panels become sheets over the canvas. This folder is all of React. It shows stores and calls commands; what is true of a
// graph, and what changes it, is found below.

import { type CSSProperties, lazy, useCallback, useEffect, useState } from "react"
import { useDocument } from "../state/document.ts"
import { useLeftHidden, usePartHidden } from "../state/hiding.ts"
import { usePresenting } from "../state/player/presenting.ts"
import { useSession } from "../state/session.ts"
import styles from "./App.module.css"
import { Canvas } from "./canvas/Canvas.tsx"
import { useTabs } from "./drawer/useTabs.ts"
import { Later } from "./parts/boundary/Later.tsx"
import { Part } from "./parts/boundary/Part.tsx"
import { listenToDrops } from "./shell/drops.ts"
import { Messages } from "./shell/Messages.tsx"
import { Resizer } from "./shell/Resizer.tsx"
import { focusCanvas, followRegions } from "./shell/regions.ts"
import { StatusLine } from "./shell/StatusLine.tsx"
import { TopBar } from "./shell/TopBar.tsx"
import { useNarrow } from "./shell/useNarrow.ts"
import { useTheme } from "./shell/useTheme.ts"
import { Announcer } from "./side/outline/Announcer.tsx"

const SheetHead = lazy(async () => ({ default: (await import("./shell/sheets/SheetHead.tsx")).SheetHead }))
const SidePanel = lazy(async () => ({ default: (await import("./side/palette/SidePanel.tsx")).SidePanel }))
const Listening = lazy(async () => ({ default: (await import("./shell/Listening.tsx")).Listening }))
const Inspector = lazy(async () => ({ default: (await import("./inspector/Inspector.tsx")).Inspector }))
const Drawer = lazy(async () => ({ default: (await import("./drawer/Drawer.tsx")).Drawer }))
const DerivationSheet = lazy(async () => ({
  default: (await import("./why/derivation/DerivationSheet.tsx")).DerivationSheet,
}))
const PrintSheet = lazy(async () => ({ default: (await import("./print/PrintSheet.tsx")).PrintSheet }))
const LockedBar = lazy(async () => ({ default: (await import("./dialogs/home/LockedBar.tsx")).LockedBar }))
const Presentation = lazy(async () => ({ default: (await import("./presenting/Presentation.tsx")).Presentation }))
const PresentationBar = lazy(async () => ({
  default: (await import("./presenting/PresentationBar.tsx")).PresentationBar,
}))
const Dialogs = lazy(async () => ({ default: (await import("./dialogs/Dialogs.tsx")).Dialogs }))

export function App() {
  useTheme()
  useEffect(followRegions, [])
  useEffect(listenToDrops, [])
  const panels = useSession((state) => state.panels)
  const sheet = useSession((state) => state.sheet)
  const locked = useDocument((state) => state.lock !== null)
  const derives = useSession((state) => state.derivation !== null)
  const alone = usePresenting((state) => state.on)
  const narrow = useNarrow()
  const [whole, setWhole] = useState(false)
  const onCome = useCallback(() => setWhole(true), [])
  const hides = { left: useLeftHidden(), inspector: usePartHidden("inspector"), drawer: useTabs().length === 0 }
  const shows = (name: "palette" | "inspector"): boolean =>
    !alone && !(name === "palette" ? hides.left : hides.inspector) && (narrow ? sheet === name : panels[name].open)
  // Custom properties are not among React's known style names.
  const sizes = {
    "--palette": `${panels.palette.size}px`,
    "--inspector": `${panels.inspector.size}px`,
    "--drawer": `${panels.drawer.size}px`,
    // Of a low window: more only where more was wished for.
    "--low": panels.drawer.size > 240 ? "45vh" : "30vh",
  } as CSSProperties
  return (
    <div
      className={styles.app}
      style={sizes}
      data-narrow={narrow || undefined}
      data-presenting={alone || undefined}
      aria-busy={!whole}
    >
      <button type="button" className={styles.skip} onClick={focusCanvas}>
        Skip to the canvas
      </button>
      {alone ? (
        <Later what="The title">
          <PresentationBar />
        </Later>
      ) : (
        <TopBar narrow={narrow} />
      )}
      <div className={styles.body}>
        <div className={styles.left}>
          <div className={styles.upper}>
            {shows("palette") ? (
              <nav className={styles.palette} aria-label="Library" data-region="side">
                {narrow ? (
                  <Later what="The head of the sheet">
                    <SheetHead word="Library" />
                  </Later>
                ) : (
                  <Resizer panel="palette" side="right" />
                )}
                <Later what="The library">
                  <SidePanel />
                </Later>
              </nav>
            ) : null}
            <main className={styles.canvas} aria-label="Canvas" data-region="canvas">
              <Part what="The canvas">
                <Canvas />
              </Part>
              {locked && !alone ? (
                <Later what="Why this graph cannot be changed">
                  <LockedBar />
                </Later>
              ) : null}
              <Messages />
              {alone ? (
                <Later what="The presentation">
                  <Presentation />
                </Later>
              ) : (
                <Part what="How the run stands">
                  <StatusLine />
                </Part>
              )}
            </main>
          </div>
          {alone ? null : derives ? (
            <section className={styles.derivation} aria-label="Derivation" data-region="drawer">
              <Resizer panel="drawer" side="top" />
              <Later what="The derivation">
                <DerivationSheet />
              </Later>
            </section>
          ) : panels.drawer.open && !hides.drawer ? (
            <section className={styles.drawer} aria-label="Drawer" data-region="drawer">
              <Resizer panel="drawer" side="top" />
              <Later what="The drawer">
                <Drawer />
              </Later>
            </section>
          ) : null}
        </div>
        {shows("inspector") ? (
          <aside className={styles.inspector} aria-label="Inspector" data-region="inspector">
            {narrow ? (
              <Later what="The head of the sheet">
                <SheetHead word="Inspector" rises />
              </Later>
            ) : (
              <Resizer panel="inspector" side="left" />
            )}
            <Later what="The inspector">
              <Inspector />
            </Later>
          </aside>
        ) : null}
      </div>
      <Announcer />
      <Later what="The keys" is="do nothing">
        <Listening />
      </Later>
      <Later what="The dialogs">
        <Dialogs onCome={onCome} />
      </Later>
      <Later what="The sheet to print">
        <PrintSheet />
      </Later>
    </div>
  )
}
