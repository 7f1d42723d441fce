// A graph as programs that lay out by themselves take it: boxes with lines of words, arrows with words, nested groups. What is
// closed on the canvas is closed here. This folder writes no coordinate.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import type { Face } from "../../graph/drawing/face.ts"
import { restLook } from "../../graph/drawing/look.ts"
import { type DrawnWire, type Scene, sceneOf } from "../../graph/drawing/scene.ts"
import { type DimsOrder, neededBatchMark } from "../../graph/measure/notation.ts"
import type { Sink } from "../../graph/wire.ts"
import { seen } from "../figures/xml.ts"

export interface PlainNode {
  /** A node's, or `group:` and that of a closed group. */
  readonly id: string
  /** The op, then the name, the settings and what it learns, as far as there are any. */
  readonly lines: readonly string[]
  readonly shelf: string
  readonly round: boolean
}
interface PlainArrow {
  readonly from: string
  readonly to: string
  /** The shape; empty where it is not known. */
  readonly shape: string
  /** Which input it enters, where there are several or it is a param; else empty. */
  readonly input: string
}
export interface PlainGroup {
  readonly id: string
  readonly label: string
  readonly nodes: readonly PlainNode[]
  readonly groups: readonly PlainGroup[]
}
/** All of it: the outermost group has no frame. */
export interface PlainGraph extends Omit<PlainGroup, "id" | "label"> {
  readonly title: string
  /** The size of the batch, where shapes are those of one example; else empty. */
  readonly batch: string
  /** Which way data flow on the canvas. */
  readonly down: boolean
  readonly arrows: readonly PlainArrow[]
}

/** The graph as it is drawn. Its texts are a stranger's, on one line each, with nothing in them that is not seen. */
export function plainGraph(analysis: Analysis, order: DimsOrder): PlainGraph {
  const scene = sceneOf(analysis, null, undefined, order)
  const faces = new Map(
    scene.nodes.flatMap(({ face }) => [face.id, ...(face.members ?? [])].map((id) => [id, face] as const)),
  )
  const arrows = scene.wires.map(({ wire, more }) => {
    const [from, to] = [faces.get(wire.from.node)?.id ?? "", faces.get(wire.to.node)?.id ?? ""]
    const { chip } = restLook(wire, analysis, order)
    return { from, to, shape: more === 0 ? seen(chip) : `${more + 1} wires`, input: inputOf(analysis, wire.to) }
  })
  return {
    title: seen(analysis.document.title ?? ""),
    batch: neededBatchMark(analysis) ?? "",
    down: isDown(scene.wires),
    arrows,
    ...within(scene, null, analysis),
  }
}

/** What lies in a group and in none inside it. */
function within(scene: Scene, group: string | null, analysis: Analysis): Pick<PlainGroup, "nodes" | "groups"> {
  const parents = new Map(analysis.document.groups?.map(({ id, parent }) => [id, parent ?? null]))
  const open = new Set(scene.frames.map(({ frame }) => frame.group.id))
  const around = (start: string | null): string | null => {
    let at = start
    while (at !== null && !open.has(at)) at = parents.get(at) ?? null
    return at
  }
  const homeOf = (face: Face): string | null => {
    if (face.kind === "folded") return around(parents.get(face.id.replace(/^group:/, "")) ?? null)
    return around(analysis.nodes.get(face.id)?.node.group ?? null)
  }
  return {
    nodes: scene.nodes.filter(({ face }) => homeOf(face) === group).map(({ face }) => plainNode(face)),
    groups: scene.frames
      .filter(({ frame }) => around(parents.get(frame.group.id) ?? null) === group)
      .map(
        ({
          frame: {
            group: { id, label },
          },
        }) => ({ id, label: seen(label ?? id), ...within(scene, id, analysis) }),
      ),
  }
}

function plainNode(face: Face): PlainNode {
  const name = face.name === face.title ? "" : face.name
  const lines = [face.title, name, face.caption, face.footer].map(seen).filter((line) => line !== "")
  return { id: face.id, lines, shelf: face.shelf, round: face.kind === "symbol" }
}

/** Only what tells inputs apart. */
function inputOf({ nodes }: Analysis, { node, port, index }: Sink): string {
  const of = nodes.get(node)
  if (of?.op == null) return port
  if (of.op.inputs[port] === undefined) return port
  if (index !== undefined) return `${port}[${index}]`
  return Object.keys(of.op.inputs).length > 1 ? port : ""
}

function isDown(wires: readonly DrawnWire[]): boolean {
  let [across, down] = [0, 0]
  for (const { curve } of wires) {
    const [start, end] = [curve.pieces[0]?.[0], curve.pieces.at(-1)?.[3]]
    if (start === undefined || end === undefined) continue
    across += Math.max(0, end[0] - start[0])
    down += Math.max(0, end[1] - start[1])
  }
  return down > 2 * across
}
