// The drawer's training tab: what is learned and how on the left, what comes of it on the right. This folder writes
// settings into the document and shows what a training answers; it takes no step itself.

import type { ComponentType } from "react"
import { useAnalysis } from "../../../state/analysis.ts"
import { usePartHidden } from "../../../state/hiding.ts"
import { applies } from "../../../state/training/applicable.ts"
import { showTrainingView, type TrainingView, useShownView } from "../../../state/training/shownView.ts"
import { useTraining } from "../../../state/training/training.ts"
import { ViewTabs } from "../../plot/ViewTabs.tsx"
import { Examples } from "./examples/Examples.tsx"
import { Settings } from "./settings/Settings.tsx"
import styles from "./styles/training.module.css"
import { TrainingBar } from "./TrainingBar.tsx"
import { Curves } from "./views/Curves.tsx"
import { Filters } from "./views/Filters.tsx"
import { MemoryView } from "./views/MemoryView.tsx"
import { Mistakes } from "./views/Mistakes.tsx"
import { Sizes } from "./views/Sizes.tsx"
import { SurfaceView } from "./views/SurfaceView.tsx"
import { UpdateView } from "./views/UpdateView.tsx"
import { Weights } from "./views/Weights.tsx"

const VIEWS: Readonly<Record<TrainingView, { readonly title: string; readonly View: ComponentType }>> = {
  curves: { title: "Curves", View: Curves },
  data: { title: "Data", View: Examples },
  sizes: { title: "Sizes", View: Sizes },
  weights: { title: "Weights", View: Weights },
  filters: { title: "Filters", View: Filters },
  mistakes: { title: "Mistakes", View: Mistakes },
  surface: { title: "Surface", View: SurfaceView },
  update: { title: "Update", View: UpdateView },
  memory: { title: "Memory", View: MemoryView },
}

export function Training() {
  const view = useShownView((state) => state.view)
  const hidden = usePartHidden("gradients")
  const plan = useTraining((state) => state.plan)
  const analysis = useAnalysis((state) => state.structure)
  const offered = (id: TrainingView): boolean => (!hidden || id !== "update") && applies(id, plan, analysis)
  // The keys of VIEWS are the only views that there are.
  const views = Object.entries(VIEWS).filter(([id]) => offered(id as TrainingView))
  const shown = offered(view) ? view : "curves"
  const { View, title } = VIEWS[shown]
  return (
    <div className={styles.training}>
      <TrainingBar />
      <div className={styles.body}>
        <Settings />
        <div className={styles.right}>
          <ViewTabs
            label="Views of the training"
            views={views.map(([id, one]) => ({ id, title: one.title }))}
            chosen={shown}
            // The keys of VIEWS are the only ids that were given.
            onChoose={(id) => showTrainingView(id as TrainingView)}
          />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and pictures in it take no focus of their own */}
          <section className={styles.view} aria-label={title} tabIndex={0}>
            <View />
          </section>
        </div>
      </div>
    </div>
  )
}
