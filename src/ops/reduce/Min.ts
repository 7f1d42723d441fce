import { minOver } from "../../tensor/reduce.ts"
import { extremeAlong } from "../families/extremes.ts"

export const Min = extremeAlong({
  kind: "Min",
  title: "Min",
  summary: "The smallest number along axes.",
  keywords: ["ReduceMin", "amin", "minimum", "lowest"],
  symbol: "\\min",
  over: minOver,
  fast: "least",
})
