// The border of planes: zeros that convolutions read as padding.

import { type Halo, imageBytes, type Planes, pixelBytes, planesBytes, planesKey, rowBytes } from "./planes.ts"
import type { Callable, Code } from "./wasm/code.ts"
import type { ModuleBuilder } from "./wasm/module.ts"
import { beyond, f32, type Local, v128 } from "./wasm/values.ts"

/** Whether there is no border at all. */
export function isBare({ top, left, bottom, right }: Halo): boolean {
  return top + left + bottom + right === 0
}

/** Bytes of the borders of all images. */
export function borderBytes(planes: Planes): number {
  return planesBytes(planes) - planes.batch * planes.height * planes.width * pixelBytes(planes)
}

/** Function (planes): writes zeros all round every image. */
export function borderZeros(module: ModuleBuilder, planes: Planes): Callable {
  return module.define(`border_${planesKey(planes)}`, ["i32"], (code, start) => {
    const { halo, height, width } = planes
    const [row, pixel] = [rowBytes(planes), pixelBytes(planes)]
    const image = code.let(start)
    code.repeat(planes.batch, () => {
      zeros(code, image, halo.top * row)
      const line = code.let(beyond(image, halo.top * row))
      if (halo.left + halo.right > 0) {
        code.repeat(height, () => {
          zeros(code, line, halo.left * pixel)
          zeros(code, beyond(line, (halo.left + width) * pixel), halo.right * pixel)
          code.advance(line, row)
        })
      }
      zeros(code, beyond(image, (halo.top + height) * row), halo.bottom * row)
      code.advance(image, imageBytes(planes))
    })
  })
}

function zeros(code: Code, from: ReturnType<typeof beyond>, bytes: number): void {
  const at: Local<"i32"> = code.let(from)
  const vectors = Math.floor(bytes / 16)
  if (vectors > 0) {
    code.repeat(vectors, () => {
      code.store(at, 0, v128.zero)
      code.advance(at, 16)
    })
  }
  for (let byte = 16 * vectors; byte < bytes; byte += 4) code.store(at, byte - 16 * vectors, f32.constant(0))
}
