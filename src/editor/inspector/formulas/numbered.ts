// Whether formulas are shown with the node's own numbers put in. A choice of the reader, remembered in this browser.

import { create } from "zustand"
import { recall, remember } from "../../../state/remembered.ts"

const KEY = "formulasWithNumbers"

export const useNumbered = create<{ readonly numbered: boolean }>()(() => ({ numbered: recall(KEY) === true }))

export function turnNumbered(): void {
  const numbered = !useNumbered.getState().numbered
  remember(KEY, numbered)
  useNumbered.setState({ numbered })
}
