// An overlay in a picture: grounds, numbers and the scale, with the letters still readable.

import { expect, test } from "vitest"
import { COLOURS } from "../../../src/formats/figures/colours.ts"
import { drawPicture, type PictureOptions } from "../../../src/formats/figures/picture.ts"
import { analyze } from "../../../src/graph/analysis/analyze.ts"
import { heatColour } from "../../../src/graph/drawing/heat/colour.ts"
import { css } from "../../../src/graph/drawing/tile/colour.ts"
import { heatOf } from "../../../src/graph/measure/overlay/heat.ts"
import { countedParts } from "../../../src/graph/measure/overlay/parts.ts"
import { ops } from "../../../src/ops/registry.ts"

const analysis = analyze(
  {
    gradwire: 1,
    nodes: [
      { id: "x", op: "Input", attrs: { shape: [2, 3] } },
      { id: "fc", op: "Linear", attrs: { out_features: 4 }, inputs: { input: "x" } },
      { id: "y", op: "ReLU", inputs: { input: "fc" } },
    ],
  },
  ops,
  "train",
)
const ids = ["x", "fc", "y"]
const parts = new Map([...countedParts(analysis, "params")].filter(([id]) => id !== "y"))
const heat = heatOf("params", parts, ids, [])
const options = (theme: "light" | "dark"): PictureOptions => ({
  theme,
  chosen: null,
  chips: false,
  details: false,
  background: true,
  title: false,
  table: "none",
  formulas: false,
  order: "CHW",
})

test.each(["light", "dark"] as const)("cards lie on their heat, with their numbers and the scale (%s)", (theme) => {
  const { svg } = drawPicture(analysis, { ...options(theme), heat })
  const hue = (at: number): string => css(heatColour(at, theme === "dark"))
  expect(svg).toContain(`fill="${hue(0)}"`)
  expect(svg).toContain(`fill="${hue(1)}"`)
  // The ReLU has no number here: hatched, and the scale says so.
  expect(svg).toContain('fill="url(#gw-hatch)"')
  for (const words of [">16 params<", ">0 params<", ">Parameters<", ">no number<"]) expect(svg).toContain(words)
  expect(svg).not.toContain(COLOURS[theme]["cat-layer"])
  const bare = drawPicture(analysis, options(theme))
  expect(bare.svg).not.toContain("gw-hatch")
  expect(bare.svg).toContain(COLOURS[theme]["cat-layer"])
})
