import { batchNormParts } from "./batchNorm.ts"
import type { Parts } from "./part.ts"

/** As BatchNorm1d, over the picture as well. */
export const BatchNorm2d: Parts = { kind: "BatchNorm2d", draw: batchNormParts }
