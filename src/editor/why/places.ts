// Cells of explanations as places on screen: what to select so that the cell can be looked at, and what to call it.

import { cellTensor } from "../../engine/explain/explain.ts"
import type { Cell } from "../../engine/explain/terms/explanation.ts"
import { placeWords, sinkWords } from "../../engine/explain/terms/names.ts"
import type { Analysis } from "../../graph/analysis/analysis.ts"
import { placeName, readPlace } from "../../graph/wire.ts"
import { tensorIn } from "../../state/run/reading.ts"
import type { ShownRun } from "../../state/run/shown.ts"
import { follow } from "../../state/whyTrail.ts"
import { addressOf } from "../../tensor/address.ts"

/** Selects the node or wire of a cell and looks at it. */
export function goTo(analysis: Analysis, result: ShownRun, cell: Cell): void {
  const tensor = tensorIn(result, (run) => cellTensor(analysis, run, cell))
  if (tensor === undefined) return
  const isWire = analysis.wires.some(({ id }) => id === cell.name)
  follow({
    nodes: isWire ? [] : [nodeOf(cell.name)],
    wires: isWire ? [cell.name] : [],
    tensor: { name: cell.name, side: cell.side },
    cell: addressOf(tensor.shape, cell.index),
  })
}

/** `conv1` of `conv1:output`, `conv1.weight`. */
function nodeOf(name: string): string {
  return readPlace(name)?.node ?? name.slice(0, name.lastIndexOf("."))
}

/** `∂L/∂X[1, 2]`, `conv1.weight[0, 0, 1, 1]`, `X[1, 2] along the wire to μ`. */
export function titleOf(analysis: Analysis, result: ShownRun, cell: Cell): string {
  const tensor = tensorIn(result, (run) => cellTensor(analysis, run, cell))
  const wire = analysis.wires.find(({ id }) => id === cell.name)
  const short = placeWords(analysis, wire === undefined ? cell.name : placeName(wire.from))
  const address =
    tensor === undefined || tensor.shape.length === 0 ? "" : `[${addressOf(tensor.shape, cell.index).join(", ")}]`
  const number = cell.side === "gradient" ? `∂L/∂${short}${address}` : `${short}${address}`
  return wire === undefined ? number : `${number} along the wire to ${sinkWords(analysis, wire)}`
}
