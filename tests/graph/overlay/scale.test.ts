// Where numbers lie on the scale of an overlay, how they are written, and in which colours.

import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { HEAT, heatColour } from "../../../src/graph/drawing/heat/colour.ts"
import { inkOn, type Rgb } from "../../../src/graph/drawing/tile/colour.ts"
import { OVERLAYS } from "../../../src/graph/measure/overlay/parts.ts"
import { FLOOR, placeOn, scaleOf } from "../../../src/graph/measure/overlay/scale.ts"
import {
  amountOf,
  OVERLAY_MEANINGS,
  OVERLAY_TITLES,
  writeEnds,
  writeExact,
  writeShare,
  writeShort,
} from "../../../src/graph/measure/overlay/words.ts"

const DECADES = Array.from({ length: 25 }, (_, i) => 10 ** (i - 12))

describe("a scale", () => {
  it("goes from the least number above 0 to the largest, in factors from a hundred on", () => {
    for (const least of DECADES) {
      for (const factor of [1, 1.5, 7, 99, 100.5, 1e4, 1e9]) {
        const numbers = [0, least * factor, least, least * Math.sqrt(factor)]
        const scale = scaleOf("macs", numbers)
        expect(scale).toEqual({ least, most: least * factor, log: factor > 100 })
        if (scale === null) throw new Error("there are numbers")
        expect(placeOn(scale, 0)).toBe(0)
        expect(placeOn(scale, least * factor)).toBeCloseTo(1, 9)
        expect(placeOn(scale, least)).toBeGreaterThanOrEqual(FLOOR)
        if (scale.log) {
          expect(placeOn(scale, least)).toBeCloseTo(FLOOR, 9)
          // Equal factors are equal steps.
          expect(placeOn(scale, least * Math.sqrt(factor))).toBeCloseTo((1 + FLOOR) / 2, 6)
        } else expect(placeOn(scale, (least * factor) / 2)).toBeCloseTo((1 + FLOOR) / 2, 6)
      }
    }
  })
  it("is even for shares, however small some are, and none where nothing is above 0", () => {
    expect(scaleOf("dead", [0.001, 1])?.log).toBe(false)
    for (const name of OVERLAYS) {
      expect(scaleOf(name, [])).toBeNull()
      expect(scaleOf(name, [0, 0])).toBeNull()
      expect(scaleOf(name, [Number.NaN, Number.POSITIVE_INFINITY, 2])).toEqual({ least: 2, most: 2, log: false })
    }
  })
  it("never turns: a larger number lies higher", () => {
    for (const name of ["params", "dead"] as const) {
      const numbers = DECADES.map((x) => (name === "dead" ? x / 1e12 : x))
      const scale = scaleOf(name, numbers)
      if (scale === null) throw new Error("there are numbers")
      const places = [0, ...numbers].map((x) => placeOn(scale, x))
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    }
  })
})

describe("words", () => {
  it("of counts are short from ten thousand on", () => {
    const written = [0, 999, 1234, 9999, 10_000, 70_560, 999_499, 999_500, 1_149_952, 8_015_314_944].map(writeShort)
    expect(written).toEqual(["0", "999", "1,234", "9,999", "10 k", "70.6 k", "999 k", "1 M", "1.15 M", "8.02 G"])
  })
  it("of shares never round something to nothing or to all", () => {
    expect([0, 1e-6, 0.004, 0.3, 0.995, 1].map(writeShare)).toEqual([
      "0 %",
      "< 1 %",
      "< 1 %",
      "30 %",
      "> 99 %",
      "100 %",
    ])
  })
  it("say the unit on a card, and every digit in a tip", () => {
    const said = [
      ["params", 1, 1],
      ["macs", 70_560, 1],
      ["memory", 31_360, 1],
      ["memory", 400, 1],
      ["gradient", Math.fround(0.0123456789), 9],
      ["dead", 0.3, 10],
      ["time", 0.123, 1],
    ] as const
    expect(said.map(([name, x, of]) => [amountOf(name, x).long, writeExact(name, x, of)])).toEqual([
      ["1 param", "1 param"],
      ["70,560 MACs", "70,560 MACs"],
      ["31.4 kB", "31,360 bytes (31.4 kB)"],
      ["400 B", "400 bytes"],
      ["RMS 0.0123", "gradient RMS 0.012345679"],
      ["30 % dead", "3 of 10 units dead (30 %)"],
      ["0.123 ms", "0.123 ms"],
    ])
  })
  it("of a scale say the unit once", () => {
    const ends = OVERLAYS.map((name) => writeEnds(name, { least: 0.5, most: 128 }).join(" … "))
    expect(ends[0]).toBe("0.5 … 128 params")
    expect(ends.slice(3)).toEqual(["0.5 … 128 RMS", "50 % … 12800 %", "0.5 … 128 ms"])
  })
  it("tell every overlay's name and meaning", () => {
    for (const name of OVERLAYS)
      expect([OVERLAY_TITLES[name], OVERLAY_MEANINGS[name]].every((text) => text.length > 3)).toBe(true)
  })
})

const linear = (channel: number): number => {
  const c = channel / 255
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
}
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

describe.each([false, true])("the colours of heat (dark: %s)", (dark) => {
  const places = Array.from({ length: 101 }, (_, i) => i / 100)
  it("carry words of 4.5 to 1 at every place", () => {
    for (const at of places) {
      const ground = luminance(heatColour(at, dark))
      const ink = inkOn(heatColour(at, dark)) === "#000" ? 0 : 1
      const [high, low] = ink > ground ? [ink, ground] : [ground, ink]
      expect((high + 0.05) / (low + 0.05)).toBeGreaterThanOrEqual(4.5)
    }
  })
  it("get steadily deeper away from the paper, and are told from 0 at the foot of the scale", () => {
    const lights = places.map((at) => luminance(heatColour(at, dark)))
    expect(lights).toEqual(lights.toSorted((a, b) => (dark ? a - b : b - a)))
    const [zero, foot, top] = [0, FLOOR, 1].map((at) => luminance(heatColour(at, dark)) + 0.05)
    const ratio = (a = 1, b = 1): number => Math.max(a, b) / Math.min(a, b)
    expect(ratio(zero, foot)).toBeGreaterThan(1.2)
    expect(ratio(zero, top)).toBeGreaterThan(5)
  })
  it("have the ends that the style sheet says", () => {
    const css =
      readFileSync("src/editor/parts/styles/tokens.css", "utf8").split(':root[data-theme="dark"]')[dark ? 1 : 0] ?? ""
    const hex = (rgb: Rgb): string => `#${rgb.map((c) => c.toString(16).padStart(2, "0")).join("")}`
    const { least, most } = HEAT[dark ? "dark" : "light"]
    expect(css).toContain(`--heat-least: ${hex(least)};`)
    expect(css).toContain(`--heat-most: ${hex(most)};`)
  })
})
