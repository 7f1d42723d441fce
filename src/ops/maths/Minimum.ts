import { extremeOfTwo } from "../families/extremes.ts"

export const Minimum = extremeOfTwo({
  kind: "Minimum",
  title: "Minimum",
  summary: "The smaller of the two, element by element.",
  keywords: ["min", "elementwise min"],
  symbol: "\\min",
  of: Math.min,
  loses: (a, b) => a > b,
  sign: "<",
})
