// A block is a piece of a network that people know by name: a group of ordinary nodes, put in at once. One block is one
// file of this folder.

import type { AttrSpecs, AttrValues } from "../../ops/attributes/attrs.ts"
import type { Sketch } from "./sketch.ts"

/** A block, with the types of its own options. */
export interface Block<A extends AttrSpecs> {
  /** Stem of the ids of its groups, and the file's name. */
  readonly kind: string
  readonly title: string
  readonly summary: string
  /** Other words that people search for. */
  readonly keywords: readonly string[]
  /** Settings, read and bounded like an op's attributes. */
  readonly options: A
  /** Draws the nodes and says where the block begins and ends, or why it cannot be with these options. */
  readonly draw: (sketch: Sketch, options: AttrValues<A>) => BlockEnds | OptionProblem
}

/** Ends of a block, by its nodes' short ids. */
interface BlockEnds {
  /** Where the one wire from before goes: node and port. */
  readonly input: readonly [node: string, port: string]
  /** The node whose primary output is the block's. */
  readonly output: string
}
interface OptionProblem {
  readonly option: string
  readonly sentence: string
}

/** A block whose own types are forgotten: what the registry holds. */
export type AnyBlock = Block<AttrSpecs>

/** Checks a definition against its own options, then forgets them. */
export function defineBlock<const A extends AttrSpecs>(block: Block<A>): AnyBlock {
  // The one place where types are erased: insertBlock hands a block only what its own options read.
  return block as unknown as AnyBlock
}
