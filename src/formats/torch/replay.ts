// Every node of a document as a statement on its own tensors: what check.py compares value by value.

import type { Analysis } from "../../graph/analysis/analysis.ts"
import { isList } from "../../graph/analysis/shapes.ts"
import { placeName, type Source } from "../../graph/wire.ts"
import { names as newNames } from "../python/names.ts"
import { line, quoted } from "../python/python.ts"
import { type KnownNode, type Statement, statementsOf, torchContext } from "./statements.ts"

/** The body of `replay(run)`, and the masks that it takes in its order. */
export interface Replay {
  readonly text: string
  readonly masks: readonly string[]
}

/** The nodes in their order, as far as they can be computed. */
export function replayOf(
  analysis: Analysis,
  nodes: readonly KnownNode[],
  draws: (node: KnownNode) => readonly string[],
): Replay {
  const variables = newNames("variables", ["run"])
  const called = new Map<string, string>()
  const nameOf = (node: string, port: string): string => {
    const place = `${node}:${port}`
    const name = called.get(place) ?? variables.fresh(port === primary(analysis, node) ? node : `${node}_${port}`)
    called.set(place, name)
    return name
  }
  const tensor = ({ node, port, index }: Source): string =>
    index === undefined ? nameOf(node, port) : `${nameOf(node, port)}[${index}]`
  const text = nodes.map((node) => nodeText(analysis, node, { nameOf, tensor, fresh: variables.fresh })).join("")
  return { text, masks: nodes.flatMap((node) => draws(node).map((port) => `${node.id}:${port}`)) }
}

/** The output that carries the node's own name. */
function primary(analysis: Analysis, node: string): string {
  return Object.keys(analysis.nodes.get(node)?.op?.outputs ?? {})[0] ?? ""
}

interface Scope {
  readonly nameOf: (node: string, port: string) => string
  readonly tensor: (source: Source) => string
  readonly fresh: (text: string) => string
}

function nodeText(analysis: Analysis, node: KnownNode, scope: Scope): string {
  const { op, id } = node
  if ("source" in op.torch) {
    const key = op.torch.source === "parameter" ? `param/${id}.value` : `value/${id}:value`
    return line(1, `${scope.nameOf(id, "value")} = run.given(${quoted(`${id}:value`)}, ${quoted(key)})`)
  }
  const visible = Object.keys(op.outputs).filter((port) => op.outputs[port]?.hidden !== true)
  const own = new Map<string, string>()
  const at = torchContext(
    node,
    (port) => visible.includes(port),
    (port) => node.sources.has(port),
  )
  const statements = statementsOf(node, at, {
    tensor: (name) => tensorText(node, name, scope.tensor),
    training: analysis.mode === "train" ? "True" : "False",
    output: (port) => (visible.includes(port) ? scope.nameOf(id, port) : null),
    own: (name) => {
      const known = own.get(name) ?? scope.fresh(`${id}_${name}`)
      own.set(name, known)
      return known
    },
    module: null,
  })
  return keeping(node, statements, visible, scope)
}

/** The tensor at a port, or a param or buffer; class indices as whole numbers. */
function tensorText(node: KnownNode, name: string, tensor: (source: Source) => string): string | null {
  const sources = node.sources.get(name)
  if (isList(sources)) return `[${sources.flatMap((one) => (one === null ? [] : [tensor(one)])).join(", ")}]`
  if (sources !== undefined) {
    const classes = node.op.inputs[name]?.classes?.(node.context.shapes, node.context.attrs) ?? null
    return classes === null ? tensor(sources) : `${tensor(sources)}.long()`
  }
  if (node.params.some((param) => param.name === name)) return `run.leaf(${quoted(`param/${node.id}.${name}`)})`
  if (node.buffers.some((buffer) => buffer.name === name)) return `run.buffer(${quoted(`${node.id}.${name}`)})`
  return null
}

/** What each output is kept under, so that its value and its gradient can be compared. */
function keeping(
  { id, op }: KnownNode,
  statements: readonly Statement[],
  visible: readonly string[],
  scope: Scope,
): string {
  const keep = (port: string, text: string): string =>
    op.outputs[port]?.list === true
      ? `run.keep_all(${quoted(`${id}:${port}`)}, ${text})`
      : `run.keep(${quoted(placeName({ node: id, port }))}, ${text})`
  const [only] = visible
  const last = statements.at(-1)
  const name = only === undefined ? "" : scope.nameOf(id, only)
  if (visible.length === 1 && only !== undefined && last?.targets.join() === name) {
    const before = statements.slice(0, -1).map(({ targets, text }) => line(1, `${targets.join(", ")} = ${text}`))
    return `${before.join("")}${line(1, `${name} = ${keep(only, last.text)}`)}`
  }
  const rows = statements.map(({ targets, text }) => `${targets.join(", ")} = ${text}`)
  const kept = visible.map((port) => `${scope.nameOf(id, port)} = ${keep(port, scope.nameOf(id, port))}`)
  return [...rows, ...kept].map((text) => line(1, text)).join("")
}
