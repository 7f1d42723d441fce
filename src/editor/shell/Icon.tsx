// The pictures that commands name.

import {
  ArrowLeft,
  ArrowRight,
  ClipboardPaste,
  Copy,
  CopyPlus,
  FilePlus2,
  FolderOpen,
  Group,
  Keyboard,
  type LucideIcon,
  Maximize,
  Network,
  PanelLeft,
  Plus,
  Redo2,
  Save,
  Scissors,
  Share2,
  Spline,
  Square,
  SquareDashed,
  SunMoon,
  ToggleLeft,
  Trash2,
  Undo2,
  Ungroup,
  ZoomIn,
  ZoomOut,
} from "lucide-react"
import type { IconName } from "../../commands/command.ts"

const ICONS: Readonly<Record<IconName, LucideIcon>> = {
  add: Plus,
  backward: ArrowLeft,
  closeParts: Group,
  copy: Copy,
  cut: Scissors,
  dark: SunMoon,
  delete: Trash2,
  duplicate: CopyPlus,
  eval: ToggleLeft,
  fit: Maximize,
  forward: ArrowRight,
  new: FilePlus2,
  open: FolderOpen,
  openParts: Ungroup,
  panel: PanelLeft,
  paste: ClipboardPaste,
  redo: Redo2,
  save: Save,
  select: SquareDashed,
  share: Share2,
  stop: Square,
  tidy: Network,
  train: ToggleLeft,
  type: Keyboard,
  undo: Undo2,
  wire: Spline,
  zoomIn: ZoomIn,
  zoomOut: ZoomOut,
}

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  const Picture = ICONS[name]
  return <Picture size={size} strokeWidth={1.75} aria-hidden="true" />
}
