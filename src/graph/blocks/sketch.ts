// The nodes of a block while they are drawn, by short ids (`conv1`); insertBlock puts the group's name before them.

import type { Json } from "../../ops/attributes/attrs.ts"
import type { Shape } from "../../tensor/tensor.ts"
import type { NodeDocument } from "../document.ts"

type Attrs = { readonly [name: string]: Json }

/** The nodes of a block while they are drawn, with ids inside the block. */
export class Sketch {
  readonly nodes: NodeDocument[] = []
  /** Shape of what is wired into the block; null where nothing is, or it is not known. */
  readonly source: Shape | null

  constructor(source: Shape | null) {
    this.source = source
  }

  /** Channels of an N×C×H×W or C×H×W source; `fallback` where they are not known. */
  channels(fallback: number): number {
    const { source } = this
    return (source === null || source.length < 3 ? undefined : source.at(-3)) ?? fallback
  }

  /** Size of the source's last axis; `fallback` where it is not known. */
  features(fallback: number): number {
    return this.source?.at(-1) ?? fallback
  }

  /** Adds a node and answers its id. */
  add(id: string, op: string, inputs: { readonly [port: string]: string }, attrs: Attrs = {}): string {
    if (this.nodes.some((node) => node.id === id)) throw new Error(`two nodes of a block are called ${id}`)
    this.nodes.push({
      id,
      op,
      ...(Object.keys(attrs).length === 0 ? {} : { attrs }),
      ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    })
    return id
  }

  /** Adds a node with one input port called `input`; without `from` it is left open. */
  apply(id: string, op: string, from: string | null, attrs?: Attrs): string {
    return this.add(id, op, from === null ? {} : { input: from }, attrs)
  }

  /** The one place where a wire comes in that several nodes take. */
  fork(): string {
    return this.apply("input", "Identity", null)
  }
}
