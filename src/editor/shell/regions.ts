// F6 goes round the regions of the window, in this order, and back to where the focus was in each.

import { useWindow } from "../../state/window.ts"

const ORDER = ["header", "side", "canvas", "inspector", "drawer", "status"] as const
type Region = (typeof ORDER)[number]

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex]:not([tabindex="-1"])'

/** Where the focus was last, by region. */
const last = new Map<Region, HTMLElement>()

export function followRegions(): () => void {
  addEventListener("focusin", note)
  useWindow.setState({ goRegion: go })
  return () => {
    removeEventListener("focusin", note)
    useWindow.setState({ goRegion: null })
  }
}

/** The canvas itself takes the focus; its cards are stops after it. */
export function focusCanvas(): void {
  document.querySelector<HTMLElement>(".react-flow")?.focus()
}

function note({ target }: FocusEvent): void {
  const region = regionOf(target)
  if (region !== null && target instanceof HTMLElement) last.set(region, target)
}

function go(step: 1 | -1): void {
  // A dialog keeps the focus until it is closed.
  if (document.activeElement?.closest('[role="dialog"]')) return
  const here = regionOf(document.activeElement)
  // From nowhere, the first one to come is the canvas.
  const from = here === null ? ORDER.indexOf("canvas") - step : ORDER.indexOf(here)
  for (let i = 1; i <= ORDER.length; i++) {
    const region = ORDER[(from + step * i + ORDER.length * 2) % ORDER.length]
    if (region !== undefined && enter(region)) return
  }
}

function enter(region: Region): boolean {
  const box = document.querySelector<HTMLElement>(`[data-region="${region}"]`)
  if (box === null) return false
  const known = last.get(region)
  const wanted = known !== undefined && isIn(box, known) ? known : firstIn(box, region)
  wanted?.focus()
  return wanted !== null && document.activeElement === wanted
}

function firstIn(box: HTMLElement, region: Region): HTMLElement | null {
  if (region === "canvas") return box.querySelector(".react-flow")
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)]
  const first = all.find((one) => one.tabIndex >= 0 && one.role !== "separator" && isIn(box, one))
  return first ?? (box.hasAttribute("tabindex") ? box : null)
}

function isIn(box: HTMLElement, one: HTMLElement): boolean {
  return box.contains(one) && one.getClientRects().length > 0
}

function regionOf(target: EventTarget | null): Region | null {
  const name = target instanceof Element ? target.closest("[data-region]")?.getAttribute("data-region") : null
  return ORDER.find((region) => region === name) ?? null
}
