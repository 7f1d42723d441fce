// Where each glyph of a formula lies, held against the box that cuts it off.

export interface Measured {
  /** Formulas that were looked at. */
  formulas: number
  /** Glyphs that are cut off: the op example, the formula, the glyph, and by how many pixels. */
  readonly outside: string[]
  /** Formulas that have to be scrolled to be read. */
  readonly scrolling: string[]
}

/** Half a pixel of rounding is no cut. */
const SLACK = 0.6
/** What a reader must see without scrolling: relations and the brackets that hold a formula together. */
const SIGN = /^[=≈≠<>≤≥←→↦∈∼≔()[\]{}|∣]$/

export function measure(host: Element, into: Measured): void {
  for (const formula of host.querySelectorAll(".katex")) {
    into.formulas++
    const box = boxAround(formula)
    const name = `${formula.closest("[data-subject]")?.getAttribute("data-subject")}: ${texOf(formula)}`
    if (box.scrolls && box.scrollable > SLACK) into.scrolling.push(name)
    for (const { text, rect } of glyphsOf(formula)) {
      const left = box.left - rect.left
      const right = rect.right - box.right
      const above = box.top - rect.top
      const below = rect.bottom - box.bottom
      const cut = Math.max(left, above, below, box.scrolls && !SIGN.test(text) ? 0 : right)
      if (cut > SLACK) into.outside.push(`${name}: "${text}" by ${cut.toFixed(1)}`)
    }
  }
}

function texOf(formula: Element): string {
  return formula.querySelector("annotation")?.textContent ?? formula.textContent ?? ""
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** It can be scrolled sideways, by keyboard too, and by so much. */
  readonly scrolls: boolean
  readonly scrollable: number
}

/** What the nearest ancestor lets be seen. */
function boxAround(formula: Element): Box {
  for (let at = formula.parentElement; at !== null; at = at.parentElement) {
    const style = getComputedStyle(at)
    const clips = [style.overflowX, style.overflowY].some((way) => way !== "visible") || style.contain.includes("paint")
    if (!clips) continue
    const { left, top } = at.getBoundingClientRect()
    const scrollable = at.scrollWidth - at.clientWidth
    const scrolls = style.overflowX === "auto" && (scrollable <= 0 || at.tabIndex === 0)
    const [x, y] = [left + at.clientLeft, top + at.clientTop]
    const grows = style.overflowY === "auto" || style.overflowY === "scroll"
    return {
      left: x,
      top: y,
      right: x + at.clientWidth,
      bottom: grows ? Number.POSITIVE_INFINITY : y + at.clientHeight,
      scrolls,
      scrollable,
    }
  }
  return { left: 0, top: 0, right: innerWidth, bottom: innerHeight, scrolls: false, scrollable: 0 }
}

/** Each run of letters that is drawn, with the ink's box as wide as its advance and as high as a capital. */
function* glyphsOf(formula: Element): Generator<{ readonly text: string; readonly rect: DOMRect }> {
  const drawn = formula.querySelector(".katex-html") ?? formula
  const walker = document.createTreeWalker(drawn, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = (node.textContent ?? "").replace(/\u200b/g, "").trim()
    if (text === "") continue
    range.selectNodeContents(node)
    const { x, y, width, height } = range.getBoundingClientRect()
    // The line box of a letter is higher than its ink.
    yield { text, rect: new DOMRect(x, y + height * 0.28, width, height * 0.44) }
  }
}
