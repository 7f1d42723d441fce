// The few pictures that the bar shows: those of all commands (parts/Icon.tsx) come after the first picture of the page.
// By their own addresses, so that no file of theirs is fetched with them.

import type { LucideIcon } from "lucide-react"
import ArrowLeft from "lucide-react/icons/arrow-left"
import ArrowRight from "lucide-react/icons/arrow-right"
import CircleHelp from "lucide-react/icons/circle-question-mark"
import Redo2 from "lucide-react/icons/redo-2"
import Share2 from "lucide-react/icons/share-2"
import StepForward from "lucide-react/icons/step-forward"
import Undo2 from "lucide-react/icons/undo-2"
import type { IconName } from "../../commands/command.ts"

const ICONS: Partial<Readonly<Record<IconName, LucideIcon>>> = {
  backward: ArrowLeft,
  forward: ArrowRight,
  help: CircleHelp,
  redo: Redo2,
  share: Share2,
  step: StepForward,
  undo: Undo2,
}

export function BarIcon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  const Picture = ICONS[name]
  if (Picture === undefined) throw new Error(`the bar has no picture "${name}"`)
  return <Picture size={size} strokeWidth={1.75} aria-hidden="true" />
}
