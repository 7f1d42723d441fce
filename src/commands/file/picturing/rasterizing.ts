// An SVG as pixels.

import { withDensity } from "../../../formats/pngDensity.ts"
import { writeCount } from "../../../formula/number.ts"

export const PNG_SCALE = 2
/** Of CSS, which the size of the SVG is in: on paper both are as large. */
const PIXELS_PER_INCH = 96
/** What every browser draws: longest side, and the area that the strictest of them holds. */
const SIDE = 16_384
const AREA = 2 ** 26

/** Why a picture of this size in CSS pixels cannot be a PNG; null if it can. */
export function pngProblem(width: number, height: number, scale = PNG_SCALE): string | null {
  const [w, h] = [width * scale, height * scale]
  if (w <= SIDE && h <= SIDE && w * h <= AREA) return null
  const size = `${writeCount(w)} × ${writeCount(h)} pixels`
  return `As a PNG this picture would have ${size}, more than browsers can draw. Save it as SVG, or select a part of the graph.`
}

/** Throws a sentence where the browser will not draw it. */
export async function toPng(svg: string, width: number, height: number, scale = PNG_SCALE): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement("canvas")
    canvas.width = width * scale
    canvas.height = height * scale
    const pen = canvas.getContext("2d")
    if (pen === null) throw new Error("there is no canvas to draw on")
    pen.drawImage(image, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"))
    if (blob === null) throw new Error("the canvas gave no picture")
    const png = withDensity(new Uint8Array(await blob.arrayBuffer()), PIXELS_PER_INCH * scale)
    return new Blob([png], { type: blob.type })
  } finally {
    URL.revokeObjectURL(address)
  }
}
