// Sequences of steps, of the gallery's graphs and of small ones.

import { sequenceOf } from "../../src/state/player/playerSteps.ts"
import { openGraph } from "../graphs/gallery.ts"
import { shown } from "./shown.ts"

export const batchNorm = openGraph("batch-norm")

export const sequence = sequenceOf(batchNorm.analysis, shown(batchNorm.result))
