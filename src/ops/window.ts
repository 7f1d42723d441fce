// Receptive fields: which cells of an input an output cell sees.

/**
 * A window on the last `size.length` axes of an input: output cell o sees the cells from `start` + o·`stride` on, `size` of
 * them. `start` is −padding for a convolution. Where an op upsamples or its windows differ, all three may be fractions: cell o
 * sees the whole cells within [start + o·stride, start + o·stride + size − 1], so at most ⌊size⌋. Composition is the same
 * either way (size += (size' − 1)·jump, start += start'·jump, jump *= stride'); at the end of a path size is rounded down
 * and start up, and a path with a fraction in it is an upper bound.
 */
export interface Window {
  readonly size: readonly number[]
  readonly stride: readonly number[]
  readonly start: readonly number[]
}
/** Which cells of an input an output cell sees: those of a window, the one at its own place, all, or none that can be told. */
export type ReceptiveField = Window | "pointwise" | "global" | "undefined"
