// Where fields of data may go: the Inputs of a graph, what one example of each holds, and whether a loss compares it.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { singleShape } from "../../graph/analysis/shapes.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { classesFed } from "../classes.ts"

interface DataPlace {
  readonly id: string
  /** Shape of one example: without the first axis. */
  readonly example: Shape
  readonly size: number
  /** Classes that are compared there; null for numbers. */
  readonly classes: number | null
  /** Goes only into losses, as what is wanted. */
  readonly target: boolean
}

/** The Inputs that have an axis for a batch, in document order. */
export function dataPlaces(analysis: Analysis): readonly DataPlace[] {
  return inputsOf(analysis).flatMap((id) => {
    const shape = singleShape(analysis.nodes.get(id)?.outputs?.value)
    if (shape === null || shape.length === 0) return []
    const example = shape.slice(1)
    return [{ id, example, size: sizeOf(example), classes: classesFed(analysis, id), target: isTarget(analysis, id) }]
  })
}

/** Ids of the Inputs in document order. */
export function inputsOf(analysis: Analysis): readonly string[] {
  return [...analysis.nodes.values()].filter(({ node }) => node.op === "Input").map(({ id }) => id)
}

/** Whether an Input goes into losses as their target and nowhere else. */
export function isTarget(analysis: Analysis, id: string): boolean {
  const wires = analysis.leaving.get(id) ?? []
  return (
    wires.length > 0 &&
    wires.every(({ to }) => to.port === "target" && analysis.nodes.get(to.node)?.op?.shelf === "loss")
  )
}
