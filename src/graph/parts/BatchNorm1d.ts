import { batchNormParts } from "./batchNorm.ts"
import type { Parts } from "./part.ts"

export const BatchNorm1d: Parts = { kind: "BatchNorm1d", draw: batchNormParts }
