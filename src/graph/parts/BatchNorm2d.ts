import { batchNormParts } from "./batchNorm.ts"
import type { Parts } from "./part.ts"

export const BatchNorm2d: Parts = { kind: "BatchNorm2d", draw: batchNormParts }
