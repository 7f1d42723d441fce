// A formula that is wider than its place is broken between the terms of its sums, then at more places, then made smaller,
// and at last scrolls. All formulas of a
// frame are asked together, since each asking lays out the page; and again when their place becomes wider or narrower.

import type { Room } from "../../formula/breaking.ts"

/** Draws the formula again, with places to break at for so much room. */
type Draw = (room: Room) => void

interface Formula {
  readonly draw: Draw
  width: number
  room: Room
}

/** Smaller than this, as a part of its size, a formula could not be read. */
const SMALLEST = 0.76

const known = new Map<HTMLElement, Formula>()
const asked = new Set<HTMLElement>()
let widths: ResizeObserver | null = null

/** Keeps the formula in `element`, which has been drawn so that only sums break, in its place; answers how to stop. */
export function fitted(element: HTMLElement, draw: Draw): () => void {
  known.set(element, { draw, width: 0, room: "sums" })
  widths ??= beginWatching()
  widths.observe(element)
  ask(element)
  return () => {
    known.delete(element)
    asked.delete(element)
    widths?.unobserve(element)
  }
}

function beginWatching(): ResizeObserver {
  // A font that arrives has other widths than the one that stood in for it.
  document.fonts.addEventListener("loadingdone", () => {
    for (const element of known.keys()) ask(element)
  })
  return new ResizeObserver((entries) => {
    for (const { target } of entries) if (target instanceof HTMLElement && hasTurned(target)) ask(target)
  })
}

function hasTurned(element: HTMLElement): boolean {
  return known.get(element)?.width !== element.clientWidth
}

function ask(element: HTMLElement): void {
  if (asked.size === 0) requestAnimationFrame(answer)
  asked.add(element)
}

function answer(): void {
  const all = [...asked].flatMap((element) => {
    const formula = known.get(element)
    return formula === undefined ? [] : [{ element, formula }]
  })
  asked.clear()
  for (const { element, formula } of all) {
    element.style.fontSize = ""
    if (formula.room !== "sums") put(formula, "sums")
  }
  for (const { formula } of all.filter(tooWide)) put(formula, "wide")
  const wide = all.filter(tooWide)
  for (const { formula } of wide) put(formula, "narrow")
  const wider = wide
    .map(({ element, formula }) => ({ element, formula, by: overflow(element) }))
    .filter(({ by }) => by > 1)
  for (const { element, by } of wider) element.style.fontSize = `${Math.max(SMALLEST, 0.99 / by)}em`
  const widest = wider.filter(tooWide)
  for (const { formula } of widest) put(formula, "least")
  // What scrolls must be reachable by keyboard.
  const scrolling = new Set(widest.filter(tooWide).map(({ element }) => element))
  for (const { element, formula } of all) {
    formula.width = element.clientWidth
    if (scrolling.has(element)) element.tabIndex = 0
    else element.removeAttribute("tabindex")
  }
}

function put(formula: Formula, room: Room): void {
  formula.room = room
  formula.draw(room)
}

function tooWide({ element }: { readonly element: HTMLElement }): boolean {
  return overflow(element) > 1
}

/** How many times wider than its place a formula is. */
function overflow(element: HTMLElement): number {
  return element.scrollWidth / Math.max(1, element.clientWidth)
}
