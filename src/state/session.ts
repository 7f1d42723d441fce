// What belongs to this visit and this screen: selection, mode, panels, what is pointed at. Never saved with a document,
// never undone (undo restores a selection that it kept itself). Panels and theme are remembered in this browser.

import { create } from "zustand"
import type { DimsOrder } from "../graph/measure/notation.ts"
import type { OverlayName } from "../graph/measure/overlay/parts.ts"
import type { Mode } from "../ops/op.ts"
import { recall, remember } from "./remembered.ts"
import { isPhone } from "./window.ts"

export interface Selection {
  readonly nodes: readonly string[]
  /** Wire ids, `X:value>mu:input`. */
  readonly wires: readonly string[]
}
export type Theme = "system" | "light" | "dark"
type Wheel = "pan" | "zoom"
export type PanelName = "palette" | "inspector" | "drawer"
export type DrawerTab = "layers" | "player" | "charts" | "training" | "sweep" | "checks" | "plan" | "story" | "problems"
interface Panel {
  readonly open: boolean
  /** Width of a side panel, height of the drawer, in CSS pixels. */
  readonly size: number
}
export type Panels = Readonly<Record<PanelName, Panel>>
/** What the chip on each wire says. */
export type ChipKind = "shape" | "value" | "gradient"
/** Order in which shapes of images are written on screen. Tensors themselves stay N×C×H×W. */
/** A tensor that is looked at, by its full name: `node:port`, `node.param`, or a wire's. */
export interface TensorChoice {
  readonly name: string
  readonly side: "value" | "gradient"
}
type Dialog = "build" | "examples" | "help" | "keys" | "share" | "export" | "weights" | "documents"
export type Pointed = { readonly node: string } | { readonly wire: string } | null

export interface SessionState extends Selection {
  readonly mode: Mode
  readonly theme: Theme
  /** What the wheel and two fingers do; with Ctrl, or pinching, they zoom in any case. */
  readonly wheel: Wheel
  readonly panels: Panels
  /** In a narrow window: the side panel that lies over the canvas. */
  readonly sheet: "palette" | "inspector" | null
  /** Tab of the drawer. */
  readonly tab: DrawerTab
  readonly chip: ChipKind
  /** What lies over the cards as heat. */
  readonly overlay: OverlayName | null
  readonly order: DimsOrder
  readonly hovered: Pointed
  /** Wires that a term of a derivation comes by, while somebody points at it. */
  readonly lit: readonly string[]
  /** What is derived in the sheet below the graph: of a node its first gradient, or the one of that full name. */
  readonly derivation: { readonly node: string; readonly gradient: string | null } | null
  /** A panel over the canvas that was asked for: the course shorthand ("Type a network"), or the link to share. */
  readonly dialog: Dialog | null
  /** The next drag on the canvas draws a lasso. */
  readonly lasso: boolean
  readonly tensor: TensorChoice | null
  /** Indices of the chosen cell in `tensor`, one for each axis. */
  readonly cell: readonly number[] | null

  readonly select: (selection: Partial<Selection>) => void
  readonly setMode: (mode: Mode) => void
  readonly setTheme: (theme: Theme) => void
  readonly setWheel: (wheel: Wheel) => void
  readonly setPanel: (name: PanelName, panel: Partial<Panel>) => void
  readonly setSheet: (sheet: "palette" | "inspector" | null) => void
  readonly setTab: (tab: DrawerTab) => void
  readonly setChip: (chip: ChipKind) => void
  readonly setOverlay: (overlay: OverlayName | null) => void
  readonly setDialog: (dialog: Dialog | null) => void
  readonly setLasso: (lasso: boolean) => void
  readonly setOrder: (order: DimsOrder) => void
  readonly hover: (pointed: Pointed) => void
  readonly setDerivation: (of: SessionState["derivation"]) => void
  readonly light: (wires: readonly string[]) => void
  readonly look: (tensor: TensorChoice | null, cell?: readonly number[] | null) => void
  /** For a newly opened document. `hidden`: panels that it asks to be closed, whatever this screen remembers. */
  readonly reset: (order: DimsOrder, hidden?: readonly string[]) => void
}

export const PANEL_LIMITS: Readonly<Record<PanelName, readonly [least: number, most: number]>> = {
  palette: [180, 400],
  inspector: [260, 640],
  drawer: [120, 640],
}
const PANELS: Panels = {
  palette: { open: true, size: 240 },
  inspector: { open: true, size: 320 },
  // So low, as at 500 % zoom, it would lie over the graph; on a telephone it would take half of it.
  drawer: { open: isRoomy(), size: 240 },
}
const NOTHING: Pick<
  SessionState,
  "nodes" | "wires" | "hovered" | "lit" | "derivation" | "dialog" | "lasso" | "tensor" | "cell"
> = {
  nodes: [],
  wires: [],
  hovered: null,
  lit: [],
  derivation: null,
  dialog: null,
  lasso: false,
  tensor: null,
  cell: null,
}

/** The whole layer table of the first graph. */
const TABLE = 312

/** As this person left them; a document may hide some for as long as it is open. */
let own = firstPanels() ?? rememberedPanels()

export const useSession = create<SessionState>()((set) => ({
  ...NOTHING,
  mode: "train",
  theme: rememberedTheme(),
  wheel: recall("wheel") === "zoom" ? "zoom" : "pan",
  panels: own,
  sheet: null,
  tab: "layers",
  chip: "shape",
  overlay: null,
  order: "CHW",

  select: (selection) =>
    set((state) => {
      const nodes = same(state.nodes, selection.nodes ?? state.nodes)
      const wires = same(state.wires, selection.wires ?? state.wires)
      return nodes === state.nodes && wires === state.wires ? state : { nodes, wires }
    }),
  setMode: (mode) => set({ mode }),
  setTheme: (theme) => {
    remember("theme", theme)
    set({ theme })
  },
  setWheel: (wheel) => {
    remember("wheel", wheel)
    set({ wheel })
  },
  setPanel: (name, panel) =>
    set((state) => {
      const before = state.panels[name]
      const changed = { ...before, ...panel, size: clamp(name, panel.size ?? before.size) }
      own = { ...own, [name]: changed }
      remember("panels", own)
      return { panels: { ...state.panels, [name]: changed } }
    }),
  setSheet: (sheet) => set({ sheet }),
  setTab: (tab) => set({ tab }),
  setChip: (chip) => set({ chip }),
  setOverlay: (overlay) => set({ overlay }),
  setDialog: (dialog) => set({ dialog }),
  setLasso: (lasso) => set({ lasso }),
  setOrder: (order) => set({ order }),
  hover: (hovered) => set({ hovered }),
  setDerivation: (derivation) => set({ derivation }),
  light: (lit) => set((state) => (same(state.lit, lit) === state.lit ? state : { lit })),
  look: (tensor, cell = null) => set({ tensor, cell }),
  reset: (order, hidden = []) => set({ ...NOTHING, chip: "shape", overlay: null, order, panels: without(hidden) }),
}))

function isRoomy(): boolean {
  return !isPhone() && (globalThis.innerHeight ?? Number.POSITIVE_INFINITY) > 420
}

/** The panels of this screen, less those that a document hides. */
function without(hidden: readonly string[]): Panels {
  return eachPanel((name) => (hidden.includes(name) ? { ...own[name], open: false } : own[name]))
}

/** The old list if the new one says the same, so that selectors stay quiet. */
function same(old: readonly string[], next: readonly string[]): readonly string[] {
  return old.length === next.length && old.every((id, i) => id === next[i]) ? old : next
}

function clamp(name: PanelName, size: number): number {
  const [least, most] = PANEL_LIMITS[name]
  return Math.round(Math.min(most, Math.max(least, size)))
}

function rememberedTheme(): Theme {
  const theme = recall("theme")
  return theme === "light" || theme === "dark" ? theme : "system"
}

/**
 * On a first visit, whose address names no graph, the graph has the width to itself and its table stands whole below it; from
 * then on panels are as they were left. Null on any other.
 */
function firstPanels(): Panels | null {
  const { location } = globalThis
  if (location === undefined || location.search !== "" || location.hash !== "" || recall("panels") !== null) return null
  const closed = eachPanel((name) =>
    name === "drawer" ? { ...PANELS.drawer, size: TABLE } : { ...PANELS[name], open: false },
  )
  remember("panels", closed)
  return closed
}

function rememberedPanels(): Panels {
  const found = recall("panels")
  return eachPanel((name) => {
    const usual = PANELS[name]
    const panel: unknown = typeof found === "object" && found !== null ? Reflect.get(found, name) : null
    if (typeof panel !== "object" || panel === null) return usual
    const { open, size } = panel as { open?: unknown; size?: unknown } // an object; both fields are checked below
    return {
      open: typeof open === "boolean" ? open : usual.open,
      size: typeof size === "number" && Number.isFinite(size) ? clamp(name, size) : usual.size,
    }
  })
}

function eachPanel(answer: (name: PanelName) => Panel): Panels {
  return { palette: answer("palette"), inspector: answer("inspector"), drawer: answer("drawer") }
}
