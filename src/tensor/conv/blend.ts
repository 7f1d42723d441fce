// The innermost loops of a convolution (conv.ts): sums of shifted stretches of numbers, four at a time, since most of the time
// goes into loading and storing. All that a training does passes through them: look at the bench before changing one.

/**
 * into[at + i] += Σ_k w[wAt + k·wStep] · source[starts[k] + shift + i] for `count` numbers. Four sources a round save most
 * loads and stores of `into`.
 */
export function blend(
  into: Float64Array,
  at: number,
  source: Float64Array,
  starts: Int32Array,
  shift: number,
  w: Float64Array,
  wAt: number,
  wStep: number,
  count: number,
): void {
  let k = 0
  let v = wAt
  for (; k + 4 <= starts.length; k += 4, v += 4 * wStep) {
    const w0 = w[v]!
    const w1 = w[v + wStep]!
    const w2 = w[v + 2 * wStep]!
    const w3 = w[v + 3 * wStep]!
    const s0 = starts[k]! + shift
    const s1 = starts[k + 1]! + shift
    const s2 = starts[k + 2]! + shift
    const s3 = starts[k + 3]! + shift
    for (let i = 0; i < count; i++) {
      into[at + i] =
        into[at + i]! + (w0 * source[s0 + i]! + w1 * source[s1 + i]! + w2 * source[s2 + i]! + w3 * source[s3 + i]!)
    }
  }
  for (; k < starts.length; k++, v += wStep) {
    const w0 = w[v]!
    const s0 = starts[k]! + shift
    for (let i = 0; i < count; i++) into[at + i] = into[at + i]! + w0 * source[s0 + i]!
  }
}

/**
 * As `blend` with step 1 for two rows of weights at once, the second behind the first: each source is loaded once for both.
 * Two rows of four are as much as the registers hold.
 */
export function blendPair(
  into: Float64Array,
  at: number,
  below: number,
  source: Float64Array,
  starts: Int32Array,
  shift: number,
  w: Float64Array,
  wAt: number,
  count: number,
): void {
  const depth = starts.length
  let k = 0
  let v = wAt
  for (; k + 4 <= depth; k += 4, v += 4) {
    const u0 = w[v]!
    const u1 = w[v + 1]!
    const u2 = w[v + 2]!
    const u3 = w[v + 3]!
    const l0 = w[v + depth]!
    const l1 = w[v + depth + 1]!
    const l2 = w[v + depth + 2]!
    const l3 = w[v + depth + 3]!
    const s0 = starts[k]! + shift
    const s1 = starts[k + 1]! + shift
    const s2 = starts[k + 2]! + shift
    const s3 = starts[k + 3]! + shift
    for (let i = 0; i < count; i++) {
      const x0 = source[s0 + i]!
      const x1 = source[s1 + i]!
      const x2 = source[s2 + i]!
      const x3 = source[s3 + i]!
      into[at + i] = into[at + i]! + (u0 * x0 + u1 * x1 + (u2 * x2 + u3 * x3))
      into[below + i] = into[below + i]! + (l0 * x0 + l1 * x1 + (l2 * x2 + l3 * x3))
    }
  }
  for (; k < depth; k++, v++) {
    const u0 = w[v]!
    const l0 = w[v + depth]!
    const s0 = starts[k]! + shift
    for (let i = 0; i < count; i++) {
      const x0 = source[s0 + i]!
      into[at + i] = into[at + i]! + u0 * x0
      into[below + i] = into[below + i]! + l0 * x0
    }
  }
}

/** w[wAt + t] += Σ_i y[yAt + i] · x[offsets[t] + shift + i] over `count` numbers. */
export function dots(
  w: Float64Array,
  wAt: number,
  x: Float64Array,
  offsets: Int32Array,
  shift: number,
  y: Float64Array,
  yAt: number,
  count: number,
): void {
  let t = 0
  for (; t + 4 <= offsets.length; t += 4) {
    const o0 = offsets[t]! + shift
    const o1 = offsets[t + 1]! + shift
    const o2 = offsets[t + 2]! + shift
    const o3 = offsets[t + 3]! + shift
    let w0 = 0
    let w1 = 0
    let w2 = 0
    let w3 = 0
    for (let i = 0; i < count; i++) {
      const g = y[yAt + i]!
      w0 += g * x[o0 + i]!
      w1 += g * x[o1 + i]!
      w2 += g * x[o2 + i]!
      w3 += g * x[o3 + i]!
    }
    w[wAt + t] = w[wAt + t]! + w0
    w[wAt + t + 1] = w[wAt + t + 1]! + w1
    w[wAt + t + 2] = w[wAt + t + 2]! + w2
    w[wAt + t + 3] = w[wAt + t + 3]! + w3
  }
  for (; t < offsets.length; t++) {
    const o0 = offsets[t]! + shift
    let w0 = 0
    for (let i = 0; i < count; i++) w0 += y[yAt + i]! * x[o0 + i]!
    w[wAt + t] = w[wAt + t]! + w0
  }
}
