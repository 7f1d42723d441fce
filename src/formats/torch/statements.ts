// One node as assignments, whichever form of PyTorch says it.

import type { NodeAnalysis } from "../../graph/analysis/analysis.ts"
import type { AnyOp } from "../../ops/op.ts"
import type { AnyTorch, AnyTorchContext } from "../../ops/torch.ts"
import { argumentsOf, type Places } from "./calls.ts"

/** A node that has a meaning: its op, attributes and shapes are known. */
export interface KnownNode extends NodeAnalysis {
  readonly op: AnyOp
  readonly context: NonNullable<NodeAnalysis["context"]>
  readonly outputs: NonNullable<NodeAnalysis["outputs"]>
}

/** What a node is written with. */
export interface NodeNames extends Places {
  /** The variable of an output; null where nobody reads it. */
  readonly output: (port: string) => string | null
  /** A variable of the op's own. */
  readonly own: (name: string) => string
  /** The module that holds what it learns; null where that is not to be called. */
  readonly module: string | null
}

/** `targets = text`. */
export interface Statement {
  readonly targets: readonly string[]
  readonly text: string
}

/** What the rules of an op's `torch` are asked with. */
export function torchContext(
  node: KnownNode,
  wanted: (port: string) => boolean,
  differentiated: (port: string) => boolean,
): AnyTorchContext {
  return { attrs: node.context.attrs, shapes: node.context.shapes, outputs: node.outputs, wanted, differentiated }
}

type Spoken = Exclude<AnyTorch, { readonly source: unknown } | { readonly cannot: string }>

/** How PyTorch says an op that is no source; null where it cannot. */
export function spoken({ torch }: AnyOp): Spoken | null {
  return "source" in torch || "cannot" in torch ? null : torch
}

/** The class whose objects say the node, if there is one. */
export function moduleOf(node: KnownNode, at: AnyTorchContext): NonNullable<Spoken["module"]> | null {
  const module = spoken(node.op)?.module
  // A tensor that is wired in cannot be one that the module holds.
  const wired = node.params.some((param) => param.wired !== null)
  return module === undefined || wired || module.unless?.(at) === true ? null : module
}

/** The node as statements, in the form that `names` and its op allow. */
export function statementsOf(node: KnownNode, at: AnyTorchContext, names: NodeNames): readonly Statement[] {
  const said = spoken(node.op)
  if (said === null) throw new Error(`${node.id}: ${node.op.kind} is not said in statements`)
  const [output = ""] = Object.keys(node.op.outputs)
  const answer = (text: string): readonly Statement[] => [{ targets: [names.output(output) ?? "_"], text }]
  if (names.module !== null) {
    const called = said.module?.called?.(at)
    if (called !== undefined) return assignments(node.op, called, names)
    return answer(
      `${names.module}(${Object.keys(node.op.inputs)
        .flatMap((port) => names.tensor(port) ?? [])
        .join(", ")})`,
    )
  }
  const call = said.functions?.find(({ unless }) => unless?.(at) !== true)
  if (call !== undefined)
    return answer(`${callText(call.name, argumentsOf(call, node.op, at, names))}${call.part ?? ""}`)
  if (said.lines === undefined) throw new Error(`${node.id}: ${node.op.kind} has no form for these attributes`)
  return assignments(node.op, said.lines(at), names)
}

function callText(name: string, given: readonly string[]): string {
  const [first = "", ...rest] = given
  if (name.startsWith(".")) return `${first}${name}(${rest.join(", ")})`
  return /^\w/.test(name) ? `${name}(${given.join(", ")})` : given.join(` ${name} `)
}

const MENTION = /([@$])([A-Za-z_]\w*)/g

/** Lines of an op with their names put in; what nobody reads is not worked out. */
function assignments(op: AnyOp, lines: readonly string[], names: NodeNames): readonly Statement[] {
  const isOutput = (name: string): boolean => Object.hasOwn(op.outputs, name) && !Object.hasOwn(op.inputs, name)
  const read = new Set(Object.keys(op.outputs).flatMap((port) => (names.output(port) === null ? [] : [`@${port}`])))
  const needed = lines.toReversed().filter((line) => {
    const { targets, text } = parsed(line)
    if (!targets.some((target) => read.has(target))) return false
    for (const [mention] of text.matchAll(MENTION)) read.add(mention)
    return true
  })
  const written = (mention: string): string => {
    const name = mention.slice(1)
    if (mention.startsWith("$")) return names.own(name)
    if (isOutput(name)) return read.has(mention) ? (names.output(name) ?? names.own(name)) : "_"
    if (name === "training") return names.training
    if (name === "module") return names.module ?? ""
    return names.tensor(name) ?? "None"
  }
  return needed.toReversed().map((line) => {
    const { targets, text } = parsed(line)
    return { targets: targets.map(written), text: text.replaceAll(MENTION, written) }
  })
}

function parsed(line: string): { readonly targets: readonly string[]; readonly text: string } {
  const at = line.indexOf(" = ")
  return { targets: line.slice(0, at).split(", "), text: line.slice(at + 3) }
}
