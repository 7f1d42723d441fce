// A file of weights that was handed over and waits for a yes: which tensor would go where is shown first.

import { create } from "zustand"
import type { WeightFile } from "../../formats/weights/weightFile.ts"

export interface WeightsOffer {
  /** The file's name. */
  readonly name: string
  readonly file: WeightFile
}

export const useWeightsOffer = create<{ readonly offer: WeightsOffer | null }>()(() => ({ offer: null }))
