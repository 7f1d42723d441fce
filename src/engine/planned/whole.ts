// What stays of a plan where everything is wanted: each tensor in one of its layouts, and a kernel that sums it up.

import { matrix, type Planes } from "../../kernels/planes.ts"
import { channelTotals, MOST_PIXELS, totalsBytes } from "../../kernels/totals.ts"
import { sizeOf } from "../../tensor/tensor.ts"
import { type Buffer, pin } from "./draft/buffers.ts"
import type { Draft, Drafted } from "./draft/draft.ts"
import type { Resting, Whole } from "./drafting.ts"

/** Numbers side by side are summed up as a matrix of so many columns: a line of the cache. */
const COLUMNS = 16
/** Of fewer numbers a loop in JavaScript is as fast. */
const FEW = 4096

/** Holds all that kernels made until the run is over. */
export function wholeOf(draft: Draft, made: { readonly [K in keyof Whole]: ReadonlyMap<string, Drafted> }): Whole {
  const known = new Map<Drafted, Resting>()
  const rest = (tensors: ReadonlyMap<string, Drafted>): ReadonlyMap<string, Resting> =>
    new Map(
      [...tensors].map(([name, tensor]) => {
        const resting = known.get(tensor) ?? { ...tensor, totals: hold(draft, tensor) }
        known.set(tensor, resting)
        return [name, resting]
      }),
    )
  const values = new Map([...made.values].filter(([, { given }]) => given === null))
  return { values: rest(values), wires: rest(made.wires), sums: rest(made.sums), params: rest(made.params) }
}

/** One of the layouts stays to the end of the run; numbers that eager rules gave lie elsewhere. */
function hold(draft: Draft, { flat, planes: [first], given, shape }: Drafted): Resting["totals"] {
  const from = flat ?? first?.buffer
  if (given !== null || from === undefined) return null
  pin(from)
  const count = sizeOf(shape)
  const planes = flat === null ? first?.planes : matrix(Math.floor(count / COLUMNS), COLUMNS, COLUMNS)
  if (planes === undefined || count < FEW || !canBeSummedUp(planes)) return null
  return { kernel: channelTotals(draft.module, planes).name, planes, from, to: roomFor(draft, planes) }
}

function canBeSummedUp({ pitch, batch, height, width }: Planes): boolean {
  return pitch % 4 === 0 && batch * height * width < MOST_PIXELS
}

/** Totals are read at once, so that all of one size lie in one place. */
function roomFor(draft: Draft, planes: Planes): Buffer {
  const bytes = totalsBytes(planes)
  const room = rooms.get(draft)?.find((buffer) => buffer.bytes >= bytes)
  if (room !== undefined) return room
  const buffer = draft.buffer(bytes / 4, true)
  buffer.first = 0
  pin(buffer)
  rooms.set(draft, [...(rooms.get(draft) ?? []), buffer])
  return buffer
}

const rooms = new WeakMap<Draft, readonly Buffer[]>()
