import { batchNormParts } from "./batchNorm.ts"
import type { Parts } from "./part.ts"

/** As the course draws it: mean, variance, standardising, scale and shift. */
export const BatchNorm1d: Parts = { kind: "BatchNorm1d", draw: batchNormParts }
