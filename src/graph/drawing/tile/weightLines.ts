// The weights of a small layer as lines between its units: what goes in stands on the left, what comes out on the right, and
// each line is as wide as its weight is large. Sizes in pixels.

import type { TensorData } from "../../../tensor/tensor.ts"
import type { Analysis } from "../../analysis/analysis.ts"
import { isList, singleShape } from "../../analysis/shapes.ts"
import { placeName } from "../../wire.ts"
import { largestOf } from "./unitSheet.ts"

/** Of more units on a side no line could be followed. */
const MOST_UNITS = 32
/** A unit and the gap under it, and how high all of them may be. */
const UNIT = { least: 8, most: 22, gap: 2 }
const HIGH = 240
/** From unit to unit. */
const BETWEEN = 150
const WIDEST = 4
/** A weight of less than this part of the largest is no line. */
const LEAST = 0.02

/** A layer that takes the sum of what goes in, weighted, for each unit. */
export interface LinearUnits {
  /** `fc1.weight`, of `outputs` × `inputs`. */
  readonly weight: string
  readonly inputs: number
  readonly outputs: number
  /** What goes in and what comes out: `tanh1:output`. */
  readonly from: string
  readonly to: string
}

/** Null where a node is no such layer, or one of too many units. */
export function linearUnits({ nodes }: Analysis, id: string): LinearUnits | null {
  const node = nodes.get(id)
  const source = node?.sources.get("input")
  const weight = node?.params.find(({ name, wired }) => name === "weight" && wired === null)
  const [outputs, inputs, ...rest] = weight?.shape ?? []
  if (source === undefined || isList(source) || inputs === undefined || outputs === undefined || rest.length > 0)
    return null
  const into = singleShape(nodes.get(source.node)?.outputs?.[source.port])
  const out = singleShape(node?.outputs?.output)
  if (into?.at(-1) !== inputs || out?.at(-1) !== outputs || Math.max(inputs, outputs) > MOST_UNITS) return null
  return {
    weight: `${id}.weight`,
    inputs,
    outputs,
    from: placeName(source),
    to: placeName({ node: id, port: "output" }),
  }
}

/** Where units stand and what joins them. */
export interface UnitColumns {
  readonly side: number
  readonly width: number
  readonly height: number
  /** Upper edges of the units on the left and on the right. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/** Both columns, each in the middle of the height. */
export function unitColumns({ inputs, outputs }: Pick<LinearUnits, "inputs" | "outputs">): UnitColumns {
  const most = Math.max(inputs, outputs)
  const side = Math.max(UNIT.least, Math.min(UNIT.most, HIGH / most - UNIT.gap))
  const step = side + UNIT.gap
  const height = most * step - UNIT.gap
  const column = (count: number): readonly number[] =>
    Array.from({ length: count }, (_, i) => (height - (count * step - UNIT.gap)) / 2 + i * step)
  return { side, width: 2 * side + BETWEEN, height, inputs: column(inputs), outputs: column(outputs) }
}

/** One weight. */
export interface WeightLine {
  readonly input: number
  readonly output: number
  readonly weight: number
  /** Of the largest magnitude, from 0 to 1. */
  readonly share: number
  readonly width: number
  /** SVG's path from the input's right edge to the output's left. */
  readonly d: string
}

/** Of every weight that is not too small beside the largest; the largest last, over the others. */
export function weightLines(
  weights: TensorData,
  { inputs, outputs }: Pick<LinearUnits, "inputs" | "outputs">,
  columns: UnitColumns,
): readonly WeightLine[] {
  const { side, width } = columns
  const largest = largestOf(weights)
  const lines: WeightLine[] = []
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      const weight = weights[output * inputs + input] ?? Number.NaN
      const share = Math.abs(weight) / largest
      if (!(share >= LEAST)) continue
      const from = (columns.inputs[input] ?? 0) + side / 2
      const to = (columns.outputs[output] ?? 0) + side / 2
      const [left, right, middle] = [side, width - side, width / 2]
      const d = `M${left} ${from}C${middle} ${from} ${middle} ${to} ${right} ${to}`
      lines.push({ input, output, weight, share, width: share * WIDEST, d })
    }
  }
  return lines.sort((a, b) => a.share - b.share)
}
