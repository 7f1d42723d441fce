// The gradient of a convolution that steps: outputs of one remainder by the stride see the same weights, every stride-th of
// them, so that each remainder is a small convolution of its own and nothing is multiplied by the zeros between steps,
//   dx[s·i + a] = Σ_t w[r + s·t] · dy[i + q − t],   r = (a + p) mod s,  q = ⌊(a + p)/s⌋.

import { packedFloats, type Sliding } from "../../../kernels/convolution.ts"
import type { FastConvolution, Images } from "../../../kernels/fast.ts"
import { BARE, type Halo, wider } from "../../../kernels/planes.ts"
import type { Buffer } from "../draft/buffers.ts"
import type { Draft, InPlanes } from "../draft/draft.ts"
import { everyNth } from "../draft/layouts.ts"
import { slide } from "./slide.ts"
import { haloFor, isStepped } from "./sliding.ts"
import { packedPhase } from "./weightCopies.ts"

type Pair = readonly [number, number]

/** Outputs of one remainder along both axes. */
interface Phase {
  /** The first of them. */
  readonly first: Pair
  readonly images: Images
  /** The first weight that they see, and how many. */
  readonly tap: Pair
  readonly sliding: Sliding
}

/** Whether a gradient is computed so. */
export function isPhased(fast: FastConvolution): boolean {
  return isStepped(fast) && fast.groups === 1 && fast.dilation.every((n) => n === 1)
}

function phasesOf({ input, size, stride, padding }: FastConvolution): readonly Phase[] {
  const along = (axis: 0 | 1, length: number) =>
    Array.from({ length: Math.min(stride[axis], length) }, (_, a) => {
      const tap = (a + padding[axis]) % stride[axis]
      const taps = Math.max(0, Math.ceil((size[axis] - tap) / stride[axis]))
      const before = taps - 1 - Math.floor((a + padding[axis]) / stride[axis])
      return { first: a, tap, taps, padding: before, length: Math.ceil((length - a) / stride[axis]) }
    })
  return along(0, input.height).flatMap((down) =>
    along(1, input.width).map((across) => ({
      first: [down.first, across.first],
      images: { ...input, height: down.length, width: across.length },
      tap: [down.tap, across.tap],
      sliding: {
        kernel: [down.taps, across.taps],
        stride: [1, 1],
        dilation: [1, 1],
        padding: [down.padding, across.padding],
      },
    })),
  )
}

function isEmpty({ sliding: { kernel } }: Phase): boolean {
  return kernel[0] * kernel[1] === 0
}

/** Whether every output sees a weight. */
export function seesAll(fast: FastConvolution): boolean {
  return !phasesOf(fast).some(isEmpty)
}

/** The border that the gradient of the output is read with. */
export function phaseHalo(fast: FastConvolution): Halo {
  const halos = phasesOf(fast).map((phase) =>
    isEmpty(phase) ? BARE : haloFor(phase.sliding, fast.output, phase.images),
  )
  return halos.reduce(wider, BARE)
}

/** dx = wᵀ ⋆ dy + b, remainder by remainder; with a b every output must see a weight. */
export function convolvePhases(
  draft: Draft,
  fast: FastConvolution,
  dy: InPlanes,
  weight: Buffer,
  bias: Buffer | null,
  dx: InPlanes,
): void {
  const phases = phasesOf(fast)
  if (phases.some(isEmpty)) draft.clear(dx.buffer)
  for (const phase of phases) {
    if (isEmpty(phase)) continue
    const { images, sliding } = phase
    const part = draft.newPlanes(images, BARE)
    const conv = { ...sliding, input: dy.planes, output: part.planes, bias: bias !== null, relu: false }
    const packed = draft.buffer(packedFloats(conv))
    const weights = {
      ...{ filters: fast.output.channels, channels: fast.input.channels, kernel: fast.size, first: 0 },
      flip: fast.flip,
    }
    const seen = { first: phase.tap, step: fast.stride, taps: sliding.kernel }
    for (const copy of packedPhase(weights, part.planes.pitch, seen)) draft.copy("pack weights", copy, weight, packed)
    slide(draft, "direct convolution, input", conv, [dy.buffer, packed, part.buffer, bias ?? packed])
    const steps = everyNth(part.planes, dx.planes, fast.stride, phase.first)
    draft.copy("join steps", steps, part.buffer, dx.buffer)
  }
}
