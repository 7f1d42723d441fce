import { expect, test } from "vitest"
import { animated, type Frame, sizeOfAll, still } from "../../src/formats/figures/animated.ts"
import { drawPicture } from "../../src/formats/figures/picture.ts"
import { openGraph } from "../graphs/gallery.ts"

const { analysis } = openGraph("batch-norm")
const settings = { theme: "light", chosen: null, chips: true, details: false, background: true } as const
const picture = drawPicture(analysis, { ...settings, title: false, table: "none", formulas: false, order: "CHW" })

const frames = (...seconds: readonly number[]): readonly Frame[] =>
  seconds.map((each, i) => ({ picture, words: `Beat ${i + 1}: <a> & b.`, seconds: each }))

/** The part of the whole in which each picture is seen, in percent. */
function seenIn(svg: string): readonly (readonly [from: number, to: number])[] {
  return [...svg.matchAll(/@keyframes k\d+\{(.*?)\}\.f/g)].map(([, rule = ""]) => {
    const [, from, to] = /([\d.]+)%,([\d.]+)%\{opacity:1\}/.exec(rule) ?? []
    return [Number(from), Number(to)]
  })
}

test.each([[[1]], [[1, 2]], [[0.9, 0.9, 1.6, 3]], [[2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]]])(
  "pictures for %j seconds are seen one after another, the whole time",
  (seconds) => {
    const { svg } = animated(frames(...seconds), "light")
    const whole = seconds.reduce((sum, each) => sum + each, 0)
    const seen = seenIn(svg)
    expect(seen).toHaveLength(seconds.length)
    let begins = 0
    for (const [i, [from, to]] of seen.entries()) {
      expect(from).toBeCloseTo((100 * begins) / whole, 1)
      begins += seconds[i]!
      expect(to).toBeCloseTo((100 * begins) / whole, 1)
    }
    expect(svg.match(/animation:k\d+ [\d.]+s/g)).toHaveLength(seconds.length)
  },
)

test("where nothing moves the last picture stands, with its words", () => {
  const { svg, width, height } = animated(frames(1, 1, 1), "dark")
  expect([...svg.matchAll(/<g class="f f\d"( opacity="0")?>/g)].map(([, hidden]) => hidden !== undefined)).toEqual([
    true,
    true,
    false,
  ])
  expect(svg).toContain("prefers-reduced-motion:reduce")
  expect(svg).toContain("Beat 3: &lt;a&gt; &amp; b.")
  expect([width, height]).toEqual([picture.width, picture.height + 44])
})

test("one picture of a series has the size of the largest, and its own words", () => {
  const series = [...frames(1), { picture: { ...picture, width: picture.width + 80 }, words: "Wide", seconds: 1 }]
  const svg = still(series[0]!, "light", sizeOfAll(series))
  expect(svg).toMatch(new RegExp(`^<svg [^>]*width="${picture.width + 80}"`))
  expect(svg).toContain("Beat 1:")
})
