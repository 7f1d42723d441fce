// The drawer below the canvas: one view at a time, chosen by tabs. This folder is what all views share, and the tables; each
// other view has a folder of its own.

import { Tabs } from "@base-ui/react/tabs"
import { type ComponentType, lazy, Suspense } from "react"
import { showDrawer } from "../../commands/showDrawer.ts"
import { isUnfinished } from "../../graph/analysis/unfinished.ts"
import { useAnalysis } from "../../state/analysis.ts"
import { useRun } from "../../state/run/run.ts"
import { type DrawerTab, useSession } from "../../state/session.ts"
import { Boundary } from "../parts/boundary/Boundary.tsx"
import styles from "../parts/styles/drawer.module.css"
import tabbing from "../parts/styles/tabs.module.css"
import { allProblems } from "./allProblems.ts"
import { Charts } from "./charts/Charts.tsx"
import { ChecksView } from "./checks/ChecksView.tsx"
import { LayerTable } from "./LayerTable.tsx"
import { Problems } from "./Problems.tsx"
import { Player } from "./player/Player.tsx"
import { useTabs } from "./useTabs.ts"

// Few visits train, sweep, ask what runs, or tell; the first one does not wait for their code.
const Training = lazy(async () => ({ default: (await import("./training/Training.tsx")).Training }))
const Sweep = lazy(async () => ({ default: (await import("./sweep/Sweep.tsx")).Sweep }))
const Plan = lazy(async () => ({ default: (await import("./plan/Plan.tsx")).Plan }))
const Story = lazy(async () => ({ default: (await import("./story/Story.tsx")).Story }))

const VIEWS: Readonly<Record<DrawerTab, ComponentType>> = {
  layers: LayerTable,
  player: Player,
  charts: Charts,
  training: Training,
  sweep: Sweep,
  checks: ChecksView,
  plan: Plan,
  story: Story,
  problems: Problems,
}

export function Drawer() {
  const tabs = useTabs()
  const tab = useSession((state) => state.tab)
  const known = tabs.some(({ id }) => id === tab) ? tab : (tabs[0]?.id ?? "")
  const onChosen = (value: unknown): void => {
    const chosen = tabs.find(({ id }) => id === value)
    if (chosen !== undefined) showDrawer(chosen.id)
  }
  return (
    <Tabs.Root className={styles.drawer} value={known} onValueChange={onChosen}>
      <Tabs.List className={styles.tabs} aria-label="Drawer">
        {tabs.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id} className={tabbing.tab}>
            {title}
            {id === "problems" ? <ProblemCount /> : null}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ id, title }) => {
        const View = VIEWS[id]
        return (
          <Tabs.Panel key={id} value={id} className={styles.view}>
            <Boundary what={`“${title}”`}>
              <Suspense fallback={<p className={styles.empty}>Loading…</p>}>
                <View />
              </Suspense>
            </Boundary>
          </Tabs.Panel>
        )
      })}
    </Tabs.Root>
  )
}

/** By itself: each run has its problems anew, and the tabs stay as they are. */
function ProblemCount() {
  const met = useRun((state) => state.result?.problems)
  const count = useAnalysis((state) => allProblems(state.structure, met).filter((one) => !isUnfinished(one)).length)
  return count > 0 ? <span className={styles.badge}>{count}</span> : null
}
