// Steps in parts, which threads share. How a step falls apart depends on its sizes alone, never on the number of threads, so that
// the numbers are the same on one thread and on many.

import { STRIP } from "../../../kernels/channels.ts"
import { imageBytes, type Planes, pixelBytes } from "../../../kernels/planes.ts"
import type { Buffer } from "./buffers.ts"
import { partsFor } from "./worth.ts"

/** Some of the things that a step is about. */
export interface Stretch {
  readonly first: number
  readonly count: number
}

/** So many things in at most so many stretches: equal ones, where about as many are, since each length has code of its own. */
export function stretchesOf(count: number, most: number): readonly Stretch[] {
  const parts = Math.min(count, most)
  let even = parts - (parts % 2)
  while (even > 0 && count % even !== 0) even -= 2
  const many = 2 * even > parts ? even : parts
  return Array.from({ length: many }, (_, i) => {
    const first = Math.floor((i * count) / many)
    return { first, count: Math.floor(((i + 1) * count) / many) - first }
  })
}

/** A buffer of a step, and where in it a part begins, in bytes. */
export interface Argument {
  readonly buffer: Buffer
  readonly at: (stretch: Stretch, part: number) => number
}

/** An argument that all parts see whole. */
export function whole(buffer: Buffer): Argument {
  return { buffer, at: () => 0 }
}

/** So many bytes from one of the things that a step is about to the next. */
export function byEach(buffer: Buffer, bytes: number): Argument {
  return { buffer, at: ({ first }) => first * bytes }
}

/** Planes, image by image. */
export function byImages({ buffer, planes }: { readonly buffer: Buffer; readonly planes: Planes }): Argument {
  return byEach(buffer, imageBytes(planes))
}

/** A step over many things of a kind, such as images. */
export interface Divided {
  readonly what: string
  readonly macs?: number
  readonly stretches: readonly Stretch[]
  /** The kernel of so many of the things, from one on. */
  readonly kernel: (count: number, first: number) => { readonly name: string }
  readonly args: readonly Argument[]
}

/** A part of a step: threads may do the parts in any order and at one time, since no two write to one place. */
export interface KernelPart {
  readonly name: string
  /** Bytes from the start of each buffer to where the part begins in it; none where it begins at the start. */
  readonly offsets?: readonly number[]
}

/** Its parts, of some of the things each. */
export function partsOf({ stretches, kernel, args }: Divided): readonly KernelPart[] {
  return stretches.map((stretch, part) => {
    const { name } = kernel(stretch.count, stretch.first)
    return { name, offsets: args.map(({ at }) => at(stretch, part)) }
  })
}

/** Images of a step, by its work. */
export function imagesOf({ batch }: Planes, work: number): readonly Stretch[] {
  return stretchesOf(batch, partsFor(work))
}

/** Multiply-adds that take about as long as it takes to read or write all pixels of some planes. */
export function passWork(...all: readonly Planes[]): number {
  return all.reduce((sum, planes) => sum + (planes.batch * planes.height * planes.width * pixelBytes(planes)) / 8, 0)
}

/** The planes of some of the images. */
export function someImages(planes: Planes, batch: number): Planes {
  return { ...planes, batch }
}

/** Parts that share channels at most, and strips of each at least: with fewer, a part would read little of what it brings into its cache. */
const [MOST_CUTS, LEAST_STRIPS] = [2, 2]

/** Channels of planes, strip by strip. */
export function stripsOf({ channels }: Planes, work: number): readonly Stretch[] {
  const strips = Math.ceil(channels / STRIP)
  const most = Math.max(1, Math.min(MOST_CUTS, Math.floor(strips / LEAST_STRIPS)))
  return stretchesOf(strips, Math.min(most, partsFor(work)))
}

/** The planes of some strips of channels. */
export function someStrips(planes: Planes, strips: number, first: number): Planes {
  return { ...planes, channels: Math.min(STRIP * strips, planes.channels - STRIP * first) }
}

/** A number for each channel, strip by strip, or the channels of planes; `size`: bytes of one. */
export function byStrips(buffer: Buffer, size = 4): Argument {
  return byEach(buffer, STRIP * size)
}

/** Floats that are handed over at once: a line of the cache. */
const LINE_FLOATS = 16
/** Bytes of it. */
export const LINE_BYTES = 4 * LINE_FLOATS

/** Numbers side by side, line by line, by the work that each is. */
export function linesOf(floats: number, work: number): readonly Stretch[] {
  return stretchesOf(Math.ceil(floats / LINE_FLOATS), partsFor(floats * work))
}

/** How many of so many numbers lie in so many lines, from one on. */
export function floatsOf(floats: number, lines: number, first: number): number {
  return Math.min(LINE_FLOATS * lines, floats - LINE_FLOATS * first)
}

/** Numbers side by side, line by line. */
export function byLines(buffer: Buffer): Argument {
  return byEach(buffer, LINE_BYTES)
}
