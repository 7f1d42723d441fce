// How kernels see tensors. Planes are batch × height × width pixels of `pitch` floats each, the channels first, with a border
// of zeros round every image that convolutions read as padding: channels lie side by side, so that four of them are one
// vector and no kernel shuffles. A matrix is one row of pixels. What lies between the last channel and the pitch is anything.
// This folder is kernels, written as WebAssembly when they are wanted: it knows no op, no graph and no engine.

/** Pixels of zeros round an image. */
export interface Halo {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** Planes in memory. Lengths count pixels, `pitch` floats. */
export interface Planes {
  readonly batch: number
  readonly height: number
  readonly width: number
  readonly channels: number
  /** Floats from one pixel to the next, at least `channels`. */
  readonly pitch: number
  readonly halo: Halo
}

/** No border. */
export const BARE: Halo = { top: 0, left: 0, bottom: 0, right: 0 }

/** A border that is wide enough for both. */
export function wider(a: Halo, b: Halo): Halo {
  return {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  }
}

/** The next multiple of four: floats of whole vectors. */
export function roundedUp(n: number): number {
  return 4 * Math.ceil(n / 4)
}

/** Bytes from one pixel to the next. */
export function pixelBytes({ pitch }: Planes): number {
  return 4 * pitch
}

/** Bytes from one row of pixels to the next. */
export function rowBytes(planes: Planes): number {
  return (planes.width + planes.halo.left + planes.halo.right) * pixelBytes(planes)
}

/** Bytes from one image to the next. */
export function imageBytes(planes: Planes): number {
  return (planes.height + planes.halo.top + planes.halo.bottom) * rowBytes(planes)
}

/** Bytes of all images, borders included. */
export function planesBytes(planes: Planes): number {
  return planes.batch * imageBytes(planes)
}

/** Bytes from the start to a pixel of the first image; it may lie in the border. */
export function pixelAt(planes: Planes, row: number, column: number): number {
  return (row + planes.halo.top) * rowBytes(planes) + (column + planes.halo.left) * pixelBytes(planes)
}

/** All that the layout of planes depends on, as part of a kernel's key. */
export function planesKey({ batch, height, width, channels, pitch, halo }: Planes): string {
  return [batch, height, width, channels, pitch, halo.top, halo.left, halo.bottom, halo.right].join("_")
}

/** A matrix as planes: one row of pixels, its columns the channels. */
export function matrix(rows: number, columns: number, pitch: number): Planes {
  return { batch: 1, height: 1, width: rows, channels: columns, pitch, halo: BARE }
}
