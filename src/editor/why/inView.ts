// Where the panel scrolls when a number is asked for: its reason comes into view with its first lines, and no further than
// keeps the numbers in view among which it was chosen.

/** Title, rule and the start of the formula, in CSS pixels. */
const FIRST_LINES = 176
const MARGIN = 12

/** Scrolls so that the reason's head and first lines are seen, and of the rest as much as leaves the tensor there. */
export function bringInView(section: Element): void {
  const scroller = scrollerOf(section)
  if (scroller === null) return
  const view = scroller.getBoundingClientRect()
  const [top, bottom] = spanIn(scroller, section)
  const focused = document.activeElement
  const inside = focused !== null && focused !== scroller && scroller.contains(focused)
  const chosen = inside ? (focused.closest("table") ?? focused) : null
  const most = top - MARGIN
  const least = Math.min(bottom, top + FIRST_LINES) + MARGIN - view.height
  const whole = bottom + MARGIN - view.height
  const kept = chosen === null ? most : spanIn(scroller, chosen)[0] - MARGIN
  const wanted = Math.min(most, Math.max(least, Math.min(whole, kept)))
  if (scroller.scrollTop < wanted || scroller.scrollTop > most) scroller.scrollTop = wanted
}

/** Puts the reason at the top. */
export function bringToTop(section: Element): void {
  section.scrollIntoView({ block: "start" })
}

function spanIn(scroller: Element, element: Element): readonly [top: number, bottom: number] {
  const { top, bottom } = element.getBoundingClientRect()
  const from = scroller.getBoundingClientRect().top - scroller.scrollTop
  return [top - from, bottom - from]
}

function scrollerOf(element: Element): Element | null {
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
    if (["auto", "scroll"].includes(getComputedStyle(parent).overflowY)) return parent
  return null
}
