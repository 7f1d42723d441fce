import { maxOver } from "../../tensor/reduce.ts"
import { extremeAlong } from "../families/extremes.ts"

export const Max = extremeAlong({
  kind: "Max",
  title: "Max",
  summary: "The largest number along axes.",
  keywords: ["ReduceMax", "amax", "maximum", "GlobalMaxPool"],
  use: 5,
  symbol: "\\max",
  over: maxOver,
  fast: "greatest",
})
