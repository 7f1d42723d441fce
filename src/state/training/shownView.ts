// Which view of a training is on screen.

import { create } from "zustand"

export type TrainingView =
  | "curves"
  | "data"
  | "sizes"
  | "weights"
  | "filters"
  | "mistakes"
  | "surface"
  | "update"
  | "memory"

export const useShownView = create<{ readonly view: TrainingView }>()(() => ({ view: "curves" }))

export function showTrainingView(view: TrainingView): void {
  useShownView.setState({ view })
}
