// Pictures one after another in one SVG that moves by itself, with what each says under it. Where nothing moves (print, a
// viewer without animations, less motion asked for) the last one stands.

import { COLOURS, paperOf, type Theme } from "./colours.ts"
import { FONT_STYLE } from "./fonts.ts"
import type { Picture } from "./picture.ts"
import { words } from "./text.ts"
import { element, escapeXml, writeNumber } from "./xml.ts"

export interface Frame {
  readonly picture: Picture
  /** One line. */
  readonly words: string
  readonly seconds: number
}

/** Height of the line of words under the picture, and the size of its letters. */
const STRIP = 44
const SIZE = 15
const MARGIN = 24

/** One picture with the line of words under it. `size`: of the largest of its series. */
function withWords(
  { picture, words: text }: Frame,
  theme: Theme,
  size: { readonly width: number; readonly height: number },
): string {
  const place = { x: MARGIN, y: size.height + STRIP / 2, size: SIZE, fill: COLOURS[theme].ink }
  return `${picture.svg.trimEnd()}\n${words(text, { ...place, room: size.width - 2 * MARGIN, weight: 600 })}`
}

/** The size that all of a series fit into, with the line of words. */
export function sizeOfAll(frames: readonly Frame[]): { readonly width: number; readonly height: number } {
  return {
    width: Math.max(0, ...frames.map(({ picture }) => picture.width)),
    height: Math.max(0, ...frames.map(({ picture }) => picture.height)),
  }
}

/** One picture of a series as an SVG of its own. */
export function still(frame: Frame, theme: Theme, size: { readonly width: number; readonly height: number }): string {
  return sheet(size, theme, "", withWords(frame, theme, size), frame.words)
}

/** All of them in one SVG, over and over. */
export function animated(frames: readonly Frame[], theme: Theme): Picture {
  const size = sizeOfAll(frames)
  const whole = frames.reduce((sum, { seconds }) => sum + seconds, 0)
  const last = frames.length - 1
  let begins = 0
  const rules: string[] = []
  const content = frames.map((frame, i) => {
    const ends = begins + frame.seconds
    rules.push(visible(i, begins / whole, ends / whole, whole))
    begins = ends
    return element("g", { class: `f f${i}`, opacity: i === last ? undefined : 0 }, withWords(frame, theme, size))
  })
  const style = `${rules.join("")}@media (prefers-reduced-motion:reduce){.f{animation:none!important}}`
  const svg = sheet(size, theme, style, content.join("\n"), frames[last]?.words ?? "")
  const { nodes = 0, wires = 0 } = frames[last]?.picture ?? {}
  return { svg, width: size.width, height: size.height + STRIP, nodes, wires }
}

/** Seen from one part of the whole to another, and not before or after. */
function visible(i: number, from: number, to: number, seconds: number): string {
  const percent = (part: number): string => `${writeNumber(Math.min(100, Math.max(0, 100 * part)))}%`
  const before = from === 0 ? "" : `0%,${percent(from - 1e-4)}{opacity:0}`
  const after = to >= 1 ? "" : `${percent(to)},100%{opacity:0}`
  const during = `${percent(from)},${percent(to >= 1 ? 1 : to - 1e-4)}{opacity:1}`
  return `@keyframes k${i}{${before}${during}${after}}.f${i}{animation:k${i} ${writeNumber(seconds)}s infinite}`
}

function sheet(
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
  style: string,
  content: string,
  description: string,
): string {
  const all = { width, height: height + STRIP }
  const attrs = { xmlns: "http://www.w3.org/2000/svg", ...all, viewBox: `0 0 ${all.width} ${all.height}` }
  const parts = [
    element("desc", {}, escapeXml(description)),
    element("style", {}, `${FONT_STYLE}${style}`),
    element("rect", { ...all, fill: paperOf(theme) }),
    content,
  ]
  return `${element("svg", { ...attrs, role: "img", class: "gw" }, parts.join("\n"))}\n`
}
