import { formatShape, type Shape } from "../../../tensor/tensor.ts"
import type { NodeAnalysis } from "../../analysis/analysis.ts"
import { setAttr } from "../../edit/edit.ts"
import { isUnfilled, USUAL_SHAPES } from "../../edit/inputShape.ts"
import {
  type Broken,
  type Carried,
  clashes,
  lacksNumbers,
  type Repair,
  type RepairRule,
  sameSizes,
  takes,
  wiresInto,
} from "../repair.ts"

/** More sources are no help: which one is wrong is for its author to say. */
const MOST = 3

/** A source whose numbers are drawn, not given, gets the shape that the broken node takes or that its other inputs have. */
export const inputShape: RepairRule = {
  name: "inputShape",
  reach: "source",
  // What stands last is most often what follows: a target, a second operand.
  find: (broken) =>
    wiresInto(broken.analysis, broken.node.id)
      .toReversed()
      .flatMap((at) => reshaped(broken, at))
      .slice(0, MOST),
}

function reshaped(broken: Broken, at: Carried): readonly Repair[] {
  const source = broken.analysis.nodes.get(at.wire.from.node)
  const drawn = source !== undefined && (isUnfilled(source) || isDrawn(source))
  // Data have the shape that they have.
  if (!drawn || Object.hasOwn(broken.analysis.document.data?.feeds ?? {}, source.id)) return []
  const wanted = wantedShapes(broken, at).filter(
    (size) => !sameSizes(size, at.shape) && takes(broken.node, at.wire, size),
  )
  const fallback = wanted.length > 0 ? [] : forgotten(broken, at, source)
  return [...new Map([...wanted, ...fallback].map((shape) => [formatShape(shape), shape])).values()]
    .slice(0, 2)
    .map((shape) => ({
      ...(wanted.length === 0 ? { lastResort: true as const } : {}),
      label: `${isUnfilled(source) ? "Change the" : "Set"} shape of ${source.id} to ${formatShape(shape)}`,
      apply: (document) => setAttr(document, source.id, "shape", shape),
    }))
}

/** A Parameter or a Constant that begins with numbers by rule, so that another shape loses nothing. */
function isDrawn({ op, node }: NodeAnalysis): boolean {
  return (op?.kind === "Parameter" || op?.kind === "Constant") && node.values === undefined
}

function wantedShapes(broken: Broken, { wire, shape }: Carried): readonly Shape[] {
  const { analysis, node, problem } = broken
  const expected = clashes(broken).flatMap((clash) => (clash.wire === wire ? [clash.other] : []))
  if (problem.code === "GW-T102") return expected
  // What feeds other nodes as well is not changed for the sake of this one.
  if ((analysis.leaving.get(wire.from.node)?.length ?? 0) > 1) return []
  const others = wiresInto(analysis, node.id).flatMap((other) => (other.wire === wire ? [] : [other.shape]))
  // A target of class indices has the places of the scores: their axes without that of the classes.
  const ofClasses = node.op?.inputs[wire.to.port]?.classes !== undefined
  const places = ofClasses ? others.flatMap((other) => other.map((_, axis) => other.toSpliced(axis, 1))) : []
  // A weight of a loss has one number for each class.
  const single = wire.to.port.endsWith("weight") ? others.flatMap((other) => other.slice(1, 2).map((n) => [n])) : []
  const alike = others.filter((other) => other.length >= shape.length)
  return [...places, ...single, ...alike, ...followed(broken, wire.to.port, shape, others)]
}

/** In a product one axis of a factor follows another one's. */
function followed({ node: { op } }: Broken, port: string, shape: Shape, others: readonly Shape[]): readonly Shape[] {
  if (op?.kind !== "MatMul" && op?.inputs.query === undefined) return []
  const last = shape.length - 1
  const batches = last < 1 ? [] : others.map((other) => [...other.slice(0, -2), ...shape.slice(-2)])
  const product = others.flatMap((other) => {
    if (op.kind === "MatMul" && port === "a") return [shape.with(last, other.at(-2) ?? other.at(-1) ?? 1)]
    const [rows, columns] = [other.at(-2) ?? 1, other.at(-1) ?? 1]
    if (op.kind === "MatMul") return last < 1 ? [[columns]] : [shape.with(last - 1, columns)]
    return last < 1 ? [] : [shape.with(last, columns), shape.with(last - 1, rows)]
  })
  return [...product, ...batches]
}

/** A picture of another size is not what somebody forgot to set; rows instead of pictures are. */
function forgotten(broken: Broken, at: Carried, source: NodeAnalysis): readonly Shape[] {
  const { node, problem } = broken
  if (!isUnfilled(source) || problem.attr !== undefined || problem.code === "GW-T102" || lacksNumbers(broken)) return []
  const alone = Object.keys(node.context?.shapes ?? {}).length === 1
  const usual = USUAL_SHAPES.find((shape) => shape.length !== at.shape.length && takes(node, at.wire, shape))
  return alone && usual !== undefined ? [usual] : []
}
