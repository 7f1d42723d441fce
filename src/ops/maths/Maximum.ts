import { extremeOfTwo } from "../families/extremes.ts"

export const Maximum = extremeOfTwo({
  kind: "Maximum",
  title: "Maximum",
  summary: "The larger of the two, element by element.",
  keywords: ["max", "elementwise max"],
  symbol: "\\max",
  of: Math.max,
  loses: (a, b) => a < b,
  sign: ">",
})
