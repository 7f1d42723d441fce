// Parts whose members stand one behind the other: those are nn.Sequential.

import { placeName } from "../../graph/wire.ts"
import { type Block, isArgument, type Member } from "./blocks.ts"
import type { Writing } from "./body.ts"
import { moduleOf } from "./statements.ts"
import { contextOf, shapeText } from "./tensorNames.ts"

/** The members one behind the other, where each takes what the one before it gives and all have modules; else null. */
export function chainOf(writing: Writing, block: Block): readonly Member[] | null {
  const members = block.members.filter((member) => !("node" in member && isArgument(member.node)))
  const [input] = block.inputs
  const [output, ...more] = block.outputs
  if (output === undefined || more.length > 0 || members.length < 2) return null
  let at: string | null = input === undefined ? null : placeName(input)
  if (block.inputs.length > 1) return null
  for (const member of members) {
    const taken = takenBy(writing, member)
    const given = givenBy(writing, member)
    if (taken === null || given === null || (at !== null && taken !== at)) return null
    at = given
  }
  return at === placeName(output) ? members : null
}

/** The only place that a member reads, if it is a module of one input. */
function takenBy(writing: Writing, member: Member): string | null {
  if ("block" in member) {
    const [only, ...more] = member.block.inputs
    return only === undefined || more.length > 0 ? null : placeName(only)
  }
  const { node } = member
  if ("source" in node.op.torch || moduleOf(node, contextOf(writing, node)) === null) return null
  if (node.op.torch !== null && "module" in node.op.torch && node.op.torch.module?.called !== undefined) return null
  const sources = [...node.sources.values()].flat()
  const [only] = sources
  return sources.length === 1 && only ? placeName(only) : null
}

function givenBy(writing: Writing, member: Member): string | null {
  if ("block" in member) {
    const [only, ...more] = member.block.outputs
    return only === undefined || more.length > 0 ? null : placeName(only)
  }
  const read = Object.keys(member.node.op.outputs).filter((port) => writing.read.has(`${member.node.id}:${port}`))
  const [first = ""] = Object.keys(member.node.op.outputs)
  return read.length === 1 && read[0] === first ? `${member.node.id}:${first}` : null
}

/** The shape of what a member answers. */
export function shapeOfMember(writing: Writing, member: Member): string {
  const given = givenBy(writing, member)
  const cut = given?.lastIndexOf(":") ?? 0
  return given === null ? "" : shapeText(writing.analysis, { node: given.slice(0, cut), port: given.slice(cut + 1) })
}
