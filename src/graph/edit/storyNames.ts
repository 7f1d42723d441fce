// Where the frames of a story name nodes: kept true when a node is renamed, taken away with it.

import type { GradwireDocument, StoryFrame } from "../document.ts"
import { readStep, writeStep } from "../step.ts"
import { splitName } from "./nodeReferences.ts"
import { withField } from "./update.ts"

/** Another name for a node, the same one, or null if it is gone. */
type Change = (id: string) => string | null
type Names = readonly string[] | undefined

/** Changes every name of a node in the frames. The same document comes back if none changes. */
export function mapStory(document: GradwireDocument, change: Change): GradwireDocument {
  const { story } = document
  if (story === undefined) return document
  const ids = new Set(document.nodes.map(({ id }) => id))
  const renamed = (name: string): string | null => {
    const ends = name.split(">").map((end) => renamedEnd(end, change, ids))
    return ends.includes(null) ? null : ends.join(">")
  }
  const frames = story.frames.map((frame) => mapFrame(frame, renamed))
  return frames.every((frame, i) => frame === story.frames[i]) ? document : { ...document, story: { ...story, frames } }
}

function renamedEnd(end: string, change: Change, ids: ReadonlySet<string>): string | null {
  const [id, rest] = splitName(end, ids) ?? [null, end]
  if (id === null) return end
  const next = change(id)
  return next === null ? null : next + rest
}

function mapFrame(frame: StoryFrame, renamed: (name: string) => string | null): StoryFrame {
  let next = frame
  for (const key of ["camera", "lit", "select"] as const) next = withField(next, key, mapNames(frame[key], renamed))
  return withField(next, "step", mapStep(frame.step, renamed))
}

/** The list without the names that are gone; nothing is left of an empty one. */
function mapNames(names: Names, renamed: (name: string) => string | null): Names {
  const next = names?.flatMap((name) => renamed(name) ?? [])
  if (next === undefined || (next.length === names?.length && next.every((name, i) => name === names[i]))) return names
  return next.length === 0 ? undefined : next
}

/** Where the node is gone, the end of the pass is left. */
function mapStep(text: string | undefined, renamed: (name: string) => string | null): string | undefined {
  const step = text === undefined ? null : readStep(text)
  if (step === null || step.at === null) return text
  const at = renamed(step.at)
  return at === step.at ? text : writeStep({ ...step, at })
}
