// The scale at which a layout is seen whole is found by trying: at a scale, a page is as long as the window shows of it,
// and words on wires take so much of the canvas. Words are set for steps of the zoom, so a layout that was made for a step
// has room for its words if the window shows it at that step or larger. Among those the best is shown largest.

import type { Page } from "./page.ts"
import { stepBelow, textZoom } from "./textZoom.ts"

/** Of a window, or of what is laid out. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Nothing is gained by being shown larger than it is. */
const MOST = 1
/** Far below what anybody can read. */
const LEAST = 1e-3
/** Further out cards have no room for their titles, and wires no room for words. */
const LEAST_READ = 0.25
/** One row is read more easily than several: it may be so much smaller. */
const PLAIN = 0.88
/** At each step pages are tried that are as long as the window shows, and shorter. */
const PAGES = [1, 0.94, 0.88, 0.82, 0.76, 0.7]
const PLAIN_PAGE = [Number.POSITIVE_INFINITY]
/** Shown so large all can be read: one row, or words on their wires, count more then. */
const ENOUGH = 0.85
/** Words are read most easily on their wires: with some over them a graph must be shown so much larger. */
const OVER = 0.9
const TWO_STEPS = textZoom(1) / stepBelow(stepBelow(1))
/** A wire from one row to the next goes so far beyond them, as a part of all. */
const MARGIN = 1.015

/** Of more boxes than this nobody reads words while all are in view: they get the room that they take at this scale. */
const READ = 120
const UNREAD = 0.5
/** From one try to the next of a layout whose words are not read, fewer of more boxes. */
const STEP = 0.93
const COARSE = 0.87
const FEW = 200
/** Pages of few boxes may be longer than the window shows at their scale: sometimes a longer row saves a whole one. */
const LONGER = [1, 1.15, 1.3]
/** A page that leaves room is shown larger, but words were given the room they take at its own scale. */
const ABOVE = 1.02

/** What is laid out: the area of all boxes and how many there are. */
interface Content {
  readonly filled: number
  readonly count: number
}
interface Found {
  readonly page: Page
  readonly shown: number
}
type Show = (page: Page) => number

/** Lays out by `place`, which answers a size, for the scale that the window shows best; last with straight rows. */
export function fitted(
  window: Size,
  content: Content,
  down: boolean,
  place: (page: Page, exact: boolean) => Size,
): void {
  const along = down ? window.height : window.width
  const show = (page: Page): number => {
    const { width, height } = place(page, false)
    return Math.min(MOST, window.width / Math.max(1, width), window.height / Math.max(1, height))
  }
  const full = Math.sqrt((window.width * window.height) / Math.max(1, content.filled))
  const most = Math.min(MOST, full)
  const found =
    (content.count > READ ? null : readable(show, along, most, down)) ?? overview(show, along, most, content)
  place(found.page, true)
}

/** The largest whose words have room at the step that it is seen at; null if none has. */
function readable(show: Show, along: number, most: number, down: boolean): Found | null {
  let best: (Found & { readonly worth: number }) | null = null
  for (const over of down ? [false] : [false, true]) {
    for (const pages of [PLAIN_PAGE, PAGES]) {
      const weight = (over ? OVER : 1) * (pages === PAGES ? PLAIN : 1)
      const found = firstOf(most, (best?.worth ?? 0) / weight, (scale) =>
        bestOf(
          show,
          pages.map((part) => ({ length: (part * along) / scale, scale, over })),
        ),
      )
      const worth = Math.min(ENOUGH, found?.shown ?? 0) * weight
      if (found !== null && worth > (best?.worth ?? 0)) best = { ...found, worth }
    }
  }
  return best
}

/**
 * What is found at the first step, from the largest down, at which anything is: further down all is smaller. At a step almost
 * nothing is shown larger than two steps above it, where it would have been found: what has to be shown larger than `least`
 * is not looked for below.
 */
function firstOf(most: number, least: number, at: (step: number) => Found | null): Found | null {
  if (least >= ENOUGH) return null
  for (let step = textZoom(most); step >= LEAST_READ && TWO_STEPS * step > least; step = stepBelow(step)) {
    const found = at(step)
    if (found !== null) return found
  }
  return null
}

/** Of these pages the one that is shown largest, if that is no smaller than the step that they are made for. */
function bestOf(show: Show, pages: readonly Page[]): Found | null {
  let best: Found | null = null
  for (const page of pages) {
    const shown = show(page)
    const margin = page.length === Number.POSITIVE_INFINITY ? 1 : MARGIN
    if (shown >= Math.min(MOST, margin * page.scale) && shown > (best?.shown ?? 0)) best = { page, shown }
  }
  return best
}

/** Where nobody reads the words while all is in view. */
function overview(show: Show, along: number, most: number, { count }: Content): Found {
  const forWords = (scale: number): number => Math.max(scale, count > READ ? UNREAD : LEAST_READ)
  const infinite = { length: Number.POSITIVE_INFINITY, scale: MOST, over: false }
  const first = show(infinite)
  let best: Found = { page: { ...infinite, scale: forWords(first) }, shown: first }
  let least = Math.min(MOST, (first === MOST ? first : show(best.page)) / PLAIN)
  for (let scale = most; scale > Math.max(LEAST, least); scale *= count > FEW ? COARSE : STEP) {
    for (const longer of count > FEW ? [1] : LONGER) {
      const page = { length: (longer * along) / scale, scale: forWords(scale), over: false }
      const shown = Math.min(scale * ABOVE, show(page))
      if (shown <= least) continue
      best = { page, shown }
      least = shown
    }
  }
  return best
}
