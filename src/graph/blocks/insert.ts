// Puts a block into a document: a named group of ordinary nodes, wired to what comes before it.

import type { Json } from "../../ops/attributes/attrs.ts"
import { readAttrs } from "../../ops/attributes/readAttrs.ts"
import { ops } from "../../ops/registry.ts"
import { type Shape, sizeOf } from "../../tensor/tensor.ts"
import { analyze } from "../analysis/analyze.ts"
import { shapeAt } from "../analysis/shapes.ts"
import type { GradwireDocument, GroupDocument, NodeDocument, Point } from "../document.ts"
import { connect, setField } from "../edit/edit.ts"
import { mapSources } from "../edit/references.ts"
import { takenIds } from "../edit/update.ts"
import { nextId } from "../ids.ts"
import { arrange, placed } from "../parts/places.ts"
import { type Problem, quote } from "../problem.ts"
import type { Sink, Source } from "../wire.ts"
import { blocks } from "./registry.ts"
import { Sketch } from "./sketch.ts"

/** A document with a block in it, and where the block can be wired. */
export interface Inserted {
  readonly document: GradwireDocument
  readonly group: string
  readonly nodes: readonly string[]
  /** Where a wire into the block goes. */
  readonly input: Sink
  /** What the block gives. */
  readonly output: Source
}
interface InsertOptions {
  /** What is wired into the block; its channels decide about projections and widths. */
  readonly source?: Source | undefined
  /** Whether the group is drawn as one card at first. */
  readonly collapsed?: boolean
}

/** Adds a block with its upper left corner at a point. A Problem names the option at fault. Throws for an unknown kind. */
export function insertBlock(
  document: GradwireDocument,
  kind: string,
  options: { readonly [name: string]: Json },
  at: Point,
  { source, collapsed = false }: InsertOptions = {},
): Inserted | Problem {
  const block = blocks.get(kind)
  if (block === undefined) throw new Error(`no block "${kind}"; there are ${[...blocks.keys()].join(", ")}`)
  const { values, problems } = readAttrs(block.options, options)
  if (values === null) return refused(block.title, problems[0]?.attr, problems[0]?.sentence ?? "an option is wrong")
  const sketch = new Sketch(source === undefined ? null : shapeOf(document, source))
  const drawn = block.draw(sketch, values)
  if ("option" in drawn) return refused(block.title, drawn.option, drawn.sentence)
  const group = freeGroup(document, kind)
  const nodes = named(placed(sketch.nodes, arrange(sketch.nodes), at), group)
  const made: GroupDocument = { id: group, label: block.title, ...(collapsed ? { collapsed } : {}) }
  const added = { ...document, nodes: [...document.nodes, ...nodes] }
  const grouped = setField(added, "groups", [...(document.groups ?? []), made])
  const [first, port] = drawn.input
  const input = { node: `${group}/${first}`, port }
  return {
    document: source === undefined ? grouped : connect(grouped, source, input),
    group,
    nodes: nodes.map(({ id }) => id),
    input,
    output: { node: `${group}/${drawn.output}`, port: "output" },
  }
}

function refused(title: string, option: string | undefined, sentence: string): Problem {
  const problem: Problem = {
    code: "GW-S312",
    severity: "error",
    sentence: `${quote(title)} cannot be inserted: ${sentence}.`,
  }
  return option === undefined ? problem : { ...problem, attr: option }
}

/** The shape at an output, where it is known and not empty. */
function shapeOf(document: GradwireDocument, source: Source): Shape | null {
  const shape = shapeAt(analyze(document, ops).nodes.get(source.node)?.outputs, source)
  return shape === null || sizeOf(shape) === 0 ? null : shape
}

/** `basicblock1`: a name that neither a group nor the head of a node's id has. */
function freeGroup(document: GradwireDocument, kind: string): string {
  const taken = new Set(document.groups?.map(({ id }) => id))
  for (const id of takenIds(document)) taken.add(id.slice(0, Math.max(0, id.indexOf("/"))))
  return nextId(kind.toLowerCase(), taken)
}

/** Nodes under the group's name, and in it. */
function named(nodes: readonly NodeDocument[], group: string): NodeDocument[] {
  return nodes.map((node) => ({
    ...mapSources(node, (source) => `${group}/${source}`),
    id: `${group}/${node.id}`,
    group,
  }))
}
