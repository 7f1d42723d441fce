// Zeros as steps in parts: whole buffers, and the borders of planes.

import { borderBytes, borderZeros } from "../../../kernels/border.ts"
import { zeros } from "../../../kernels/copy.ts"
import type { Planes } from "../../../kernels/planes.ts"
import type { ModuleBuilder } from "../../../kernels/wasm/module.ts"
import type { Buffer } from "./buffers.ts"
import { byImages, byLines, type Divided, floatsOf, linesOf, someImages, stretchesOf } from "./parts.ts"
import { partsFor } from "./worth.ts"

/** Writing a number is half of what it is to copy one. */
const WORK = 0.5

/** Zeros everywhere. */
export function blank(module: ModuleBuilder, buffer: Buffer): Divided {
  const floats = buffer.bytes / 4
  return {
    ...{ what: "zeros", stretches: linesOf(floats, WORK), args: [byLines(buffer)] },
    kernel: (lines, first) => zeros(module, floatsOf(floats, lines, first)),
  }
}

/** Zeros all round every image. */
export function blankBorder(module: ModuleBuilder, planes: Planes, buffer: Buffer): Divided {
  return {
    what: "border of zeros",
    stretches: stretchesOf(planes.batch, partsFor((WORK * borderBytes(planes)) / 4)),
    kernel: (batch) => borderZeros(module, someImages(planes, batch)),
    args: [byImages({ buffer, planes })],
  }
}
