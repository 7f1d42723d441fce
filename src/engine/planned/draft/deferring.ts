// Products that wait for what follows them: a norm whose scales stand goes into the weights, and what is negative is dropped where
// numbers are stored anyway.

import type { Halo } from "../../../kernels/planes.ts"
import type { Shape } from "../../../tensor/tensor.ts"
import type { Buffer } from "./buffers.ts"
import { type Draft, type Drafted, drafted, type InPlanes } from "./draft.ts"
import type { Site } from "./rule.ts"

/** What is done in the same step. */
export interface Ending {
  /** Means, scales and shifts of the channels (normalize.ts). */
  readonly table: Buffer | null
  /** Keep what is positive. */
  readonly relu: boolean
  /** What that adds to the step's name: ` → BatchNorm2d → ReLU`. */
  readonly told: string
}

/** A product alone. */
export const NOTHING: Ending = { table: null, relu: false, told: "" }

/** A product as it can be done. */
interface Product {
  readonly shape: Shape
  /** Adds its steps, into planes with such a border. */
  readonly write: (ending: Ending, halo: Halo) => InPlanes
}

/** The output of a product: done at once where several read it, else with what follows. */
export function deferred({ draft, learns, outputHalo, readers }: Site, product: Product): Drafted {
  // The way back through a norm asks for what went into it.
  const output = ended(draft, product, NOTHING, outputHalo, !learns)
  if (readers("output") !== 1) draft.written(output)
  return output
}

function ended(draft: Draft, product: Product, ending: Ending, halo: Halo, scales: boolean): Drafted {
  const { node } = draft.part
  const { shape } = product
  const { table, relu, told } = ending
  const made = drafted(shape)
  const next = (changed: Partial<Ending>, kind: string, wider: Halo): Drafted =>
    draft.as(node, () => ended(draft, product, { ...ending, ...changed, told: `${told} → ${kind}` }, wider, scales))
  made.deferred = {
    scaled: scales && table === null && !relu ? (norm, { kind, halo: of }) => next({ table: norm }, kind, of) : null,
    rectified: relu ? null : (by) => next({ relu: true }, by.kind, by.halo),
    write: () => draft.as(node, () => void made.planes.push(product.write(ending, halo))),
  }
  return made
}
