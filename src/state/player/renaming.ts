// What the player was told about a node goes on about it under its new id.

import type { GradwireDocument } from "../../graph/document.ts"
import type { TensorChoice } from "../session.ts"

interface Told {
  readonly stops: readonly string[]
  readonly watched: readonly TensorChoice[]
}

/** A node that has another id, by an edit, an undo or a redo, keeps its pause and stays watched. */
export function withNewNames<T extends Told>(told: T, before: GradwireDocument, after: GradwireDocument): T | Told {
  const { stops, watched } = told
  if (stops.length === 0 && watched.length === 0) return told
  const renaming = renamingOf(before, after)
  if (renaming === null) return told
  return {
    stops: stops.map(renaming.id),
    watched: watched.map((choice) => ({ ...choice, name: renaming.name(choice.name) })),
  }
}

interface Renaming {
  /** The id that a node has now. */
  readonly id: (old: string) => string
  /** The full name that a port, a param or a wire has now. */
  readonly name: (old: string) => string
}

/** What an edit, an undo or a redo has called otherwise; null if it is not one node that has another id. */
export function renamingOf(before: GradwireDocument, after: GradwireDocument): Renaming | null {
  const renamed = renamedNode(before, after)
  if (renamed === null) return null
  const [old, id] = renamed
  const inName = (end: string): string =>
    end.startsWith(`${old}:`) || end.startsWith(`${old}.`) ? `${id}${end.slice(old.length)}` : end
  return { id: (one) => (one === old ? id : one), name: (name) => name.split(">").map(inName).join(">") }
}

/** The old and the new id of the one node that is called otherwise, all else standing where it stood. */
function renamedNode({ nodes: old }: GradwireDocument, { nodes }: GradwireDocument): readonly [string, string] | null {
  if (old.length !== nodes.length) return null
  const changed = nodes.flatMap(({ id }, i) => {
    const was = old[i]?.id
    return was === undefined || was === id ? [] : [[was, id] as const]
  })
  return changed.length === 1 ? (changed[0] ?? null) : null
}
