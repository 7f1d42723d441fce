// Pools of planes: the greatest number of each box, or a mean.

import { singleShape } from "../../../graph/analysis/shapes.ts"
import type { FastPool } from "../../../kernels/fast.ts"
import { BARE, planesBytes } from "../../../kernels/planes.ts"
import { isTiled, type PoolCode, poolTables } from "../../../kernels/pools/boxes.ts"
import { averagePool, averagePoolBack, maxPool, maxPoolBack } from "../../../kernels/pools/pool.ts"
import type { Buffer } from "../draft/buffers.ts"
import { sumsAreLike } from "../draft/channelSums.ts"
import { type InPlanes, inPlanes } from "../draft/draft.ts"
import { planesOf } from "../draft/layouts.ts"
import { byImages, imagesOf, passWork, someImages, whole } from "../draft/parts.ts"
import type { Lowering, Site } from "../draft/rule.ts"

type At = Site<FastPool>

/** The rule of the kernels `maxPool` and `averagePool`. */
export const pool: Lowering<FastPool> = {
  lower: (at) => {
    const { draft, fast, node } = at
    const x = draft.planes(at.input("input"), fast.input, BARE)
    const y = draft.newPlanes(fast.output, at.outputHalo)
    const winners = planesOf(fast.output, BARE)
    const code = (input: InPlanes, output: InPlanes): PoolCode => ({
      input: input.planes,
      output: output.planes,
      winners,
      rows: fast.rows,
      columns: fast.columns,
    })
    const tables = draft.constant(poolTables(code(x, y)))
    const kept = fast.kernel === "maxPool" ? draft.buffer(planesBytes(winners) / 4) : sharesOf(at)
    const [forward, back, what] =
      fast.kernel === "maxPool"
        ? ([maxPool, maxPoolBack, "max pool"] as const)
        : ([averagePool, averagePoolBack, "average pool"] as const)
    const keeps = fast.kernel === "maxPool" ? byImages({ buffer: kept, planes: winners }) : whole(kept)
    const divided = (
      name: string,
      kernel: typeof forward,
      input: InPlanes,
      output: InPlanes,
      args: readonly InPlanes[],
    ) =>
      draft.divide({
        what: name,
        stretches: imagesOf(output.planes, passWork(x.planes, output.planes)),
        kernel: (batch) => kernel(draft.module, someOf(code(input, output), batch)),
        args: [...args.map(byImages), keeps, whole(tables)],
      })
    divided(what, forward, x, y, [x, y])
    return {
      outputs: { output: inPlanes(singleShape(node.outputs?.output) ?? [], y) },
      backward: (gradient) => {
        const dy = draft.planes(gradient, fast.output, BARE)
        const halo = at.gradientHalo("input")
        const tiled = isTiled({ ...fast, input: x.planes })
        const dx = tiled ? draft.newPlanes(fast.input, halo) : draft.zeroPlanes(fast.input, halo)
        divided(`${what}, input`, back, dx, dy, [dy, dx])
        // Each gradient goes to one winner.
        if (fast.kernel === "maxPool") sumsAreLike(dx, dy)
        return { input: inPlanes(singleShape(node.context.shapes.input) ?? [], dx) }
      },
    }
  },
}

/** The pool of so many of the images. */
function someOf({ input, output, winners = output, ...boxes }: PoolCode, batch: number): PoolCode {
  return {
    ...boxes,
    input: someImages(input, batch),
    output: someImages(output, batch),
    winners: someImages(winners, batch),
  }
}

function sharesOf({ draft, fast }: At): Buffer {
  return draft.constant(Float32Array.from(fast.shares ?? []))
}
